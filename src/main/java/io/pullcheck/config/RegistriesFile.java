package io.pullcheck.config;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The `--config` file: YAML with per-registry settings.
public record RegistriesFile(List<HostSettings> registries) {

  public static final RegistriesFile EMPTY = new RegistriesFile(List.of());

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  public RegistriesFile(@Nullable List<HostSettings> registries) {
    this.registries = registries == null ? List.of() : List.copyOf(registries);
    Set<String> hosts = new HashSet<>();
    for (HostSettings entry : this.registries) {
      if (!hosts.add(entry.host())) {
        throw UsageError.value(
            entry.host(), "stands twice among the registries", "one entry a host");
      }
    }
  }

  /// Reads and checks the whole file.
  ///
  /// @throws UsageError with one line that names the file, the line and what is allowed
  public static RegistriesFile read(Path file) {
    try {
      String text = Files.readString(file);
      return parse(file, text);
    } catch (IOException e) {
      throw new UsageError(file + ": cannot be read: " + e.getClass().getSimpleName(), e);
    } catch (JacksonException e) {
      throw new UsageError(file + line(e) + ": " + problem(e), e);
    }
  }

  private static RegistriesFile parse(Path file, String text) {
    JsonNode tree = MAPPER.readTree(text);
    if (tree.isMissingNode() || tree.isNull()) {
      return EMPTY;
    }
    checkKeys(file, text);
    return MAPPER.readValue(text, RegistriesFile.class);
  }

  /// Refuses unknown keys. Jackson would do so by itself, but for records without saying in which
  /// line.
  private static void checkKeys(Path file, String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean top = parser.streamReadContext().getNestingDepth() == 1;
        List<String> known = keys(top ? RegistriesFile.class : HostSettings.class);
        if (token == JsonToken.PROPERTY_NAME && !known.contains(parser.currentName())) {
          UsageError unknown =
              UsageError.value(
                  parser.currentName(), "is not a known key", String.join(", ", known));
          int line = parser.currentTokenLocation().getLineNr();
          throw new UsageError(file + ":" + line + ": " + unknown.getMessage(), unknown);
        }
      }
    }
  }

  private static List<String> keys(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static String line(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1 ? "" : ":" + location.getLineNr();
  }

  private static String problem(JacksonException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UsageError invalid) {
        return String.valueOf(invalid.getMessage());
      }
    }
    return switch (e) {
      case InvalidFormatException format ->
          message(
              String.valueOf(format.getValue()),
              "is not a value of " + key(format),
              allowed(format));
      case MismatchedInputException mismatch ->
          key(mismatch) + " has a value of the wrong shape (allowed: " + allowed(mismatch) + ")";
      default -> String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not YAML");
    };
  }

  private static String message(String value, String problem, String allowed) {
    return String.valueOf(UsageError.value(value, problem, allowed).getMessage());
  }

  private static String key(DatabindException e) {
    String path =
        e.getPath().stream()
            .map(
                each ->
                    each.getPropertyName() == null
                        ? "[" + each.getIndex() + "]"
                        : "." + each.getPropertyName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "the file" : path.substring(1);
  }

  private static String allowed(MismatchedInputException e) {
    Class<?> type = e.getTargetType() == null ? Object.class : e.getTargetType();
    if (type == boolean.class || type == Boolean.class) {
      return "true, false";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a number";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == String.class ? "a text" : "a mapping of keys to values";
  }
}
