package io.pullcheck.credentials.plugin;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads YAML and JSON as strictly as the kubelet's codec does: no unknown field, no field twice,
/// no number where text is due.
final class Strict {

  static final JsonMapper JSON = strict(JsonMapper.builder()).build();
  static final YAMLMapper YAML = strict(YAMLMapper.builder()).build();

  private Strict() {}

  private static <B extends MapperBuilder<?, B>> B strict(B builder) {
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

  /// What is wrong, in our own words: the text that was read may hold secrets. One line with the
  /// place, as `line 9: providers[0].foo is unknown (allowed: args, …)`.
  static String problem(JacksonException e) {
    int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
    String place = line > 0 ? "line " + line + ": " : "";
    String path = path(e.getPath());
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          place + path + " is unknown (allowed: " + names(unknown) + ")";
      case DatabindException _ when !path.isEmpty() ->
          place + path + " has a value of a wrong type";
      case DatabindException _ -> place + "one object is due";
      default -> place + e.getOriginalMessage().lines().findFirst().orElse("malformed");
    };
  }

  private static String names(UnrecognizedPropertyException unknown) {
    Collection<Object> known = unknown.getKnownPropertyIds();
    return known == null
        ? "none"
        : new TreeSet<>(known).stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String path(List<JacksonException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference reference : references) {
      if (reference.getPropertyName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
      }
    }
    return path.toString();
  }
}
