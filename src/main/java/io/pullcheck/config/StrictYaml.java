package io.pullcheck.config;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads a YAML or JSON file into records as strictly as the kubelet's codec does: no unknown key,
/// no key twice, no number where text is due, nothing behind the first document.
public final class StrictYaml {

  private static final YAMLMapper MAPPER = strict(YAMLMapper.builder()).build();

  private StrictYaml() {}

  /// Makes a mapper of any format that strict.
  public static <B extends MapperBuilder<?, B>> B strict(B builder) {
    return builder
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                List.of(
                        CoercionInputShape.Integer,
                        CoercionInputShape.Float,
                        CoercionInputShape.Boolean)
                    .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)));
  }

  /// Reads the whole file.
  ///
  /// @param type a record; a [UsageError] of its constructor is told with its place
  /// @return nothing if the file is empty
  /// @throws UsageError of one line: `FILE:LINE: KEY …`, with what is allowed there. Text that was
  ///   read where text is due is not repeated, since it may be a secret.
  public static <T extends Record> Optional<T> read(Path file, Class<T> type) {
    return parse(file, text(file), type);
  }

  /// The file's content.
  ///
  /// @throws UsageError if it cannot be read
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw UsageError.unreadable(file, e);
    }
  }

  /// As [#read], of a file whose content has been read.
  public static <T extends Record> Optional<T> parse(Path file, String text, Class<T> type) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      return tree.isMissingNode() || tree.isNull()
          ? Optional.empty()
          : Optional.of(MAPPER.readValue(text, type));
    } catch (JacksonException e) {
      int line = line(e, text);
      throw new UsageError(file + (line > 0 ? ":" + line : "") + ": " + problem(e), e);
    }
  }

  /// The line of the error, counted from 1; 0 if it is not known.
  private static int line(JacksonException e, String text) {
    boolean located = e.getLocation() != null && e.getLocation().getLineNr() > 0;
    return located ? e.getLocation().getLineNr() : lineOfKey(pointer(e.getPath()), text);
  }

  // For an unknown key of a record Jackson does not say the line.
  private static int lineOfKey(JsonPointer key, String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME
            && parser.streamReadContext().pathAsPointer().equals(key)) {
          return parser.currentTokenLocation().getLineNr();
        }
      }
    }
    return 0;
  }

  private static JsonPointer pointer(List<JacksonException.Reference> path) {
    JsonPointer pointer = JsonPointer.empty();
    for (JacksonException.Reference each : path) {
      pointer =
          each.getPropertyName() == null
              ? pointer.appendIndex(each.getIndex())
              : pointer.appendProperty(each.getPropertyName());
    }
    return pointer;
  }

  private static String problem(JacksonException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UsageError invalid) {
        return String.valueOf(invalid.getMessage());
      }
    }
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          message(unknown.getPropertyName(), "is not a known key", keys(unknown));
      case InvalidFormatException format when format.getTargetType() != String.class ->
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

  private static String keys(UnrecognizedPropertyException e) {
    return Arrays.stream(e.getReferringClass().getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", "));
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
