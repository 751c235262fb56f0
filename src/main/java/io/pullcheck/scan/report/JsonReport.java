package io.pullcheck.scan.report;

import io.pullcheck.model.Reason;
import io.pullcheck.rescue.Rescue;
import io.pullcheck.scan.source.Source;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The results as a JSON array; docs/ci.md describes its objects.
final class JsonReport {

  private JsonReport() {}

  static String write(Findings findings) {
    return JsonText.of(
        json -> {
          json.writeStartArray();
          findings.results().forEach(result -> write(json, result));
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Result result) {
    json.writeStartObject();
    json.writeStringProperty("image", result.image());
    json.writeStringProperty("state", result.state());
    text(json, "reason", result.reason().map(Reason::word));
    text(json, "summary", Optional.of(result.summary()));
    text(json, "advice", Optional.of(result.advice()));
    json.writeArrayPropertyStart("rescues");
    for (Rescue way : result.rescues()) {
      json.writeStartObject();
      json.writeStringProperty("text", way.text());
      json.writeStringProperty("command", way.command());
      json.writeEndObject();
    }
    json.writeEndArray();
    text(json, "registry", result.registry());
    text(json, "digest", result.digest());
    text(
        json,
        "checkedAt",
        result.checked().map(each -> each.at().truncatedTo(ChronoUnit.SECONDS).toString()));
    json.writeArrayPropertyStart("sources");
    result.sources().forEach(source -> write(json, source));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Source source) {
    json.writeStartObject();
    text(json, "namespace", Optional.of(source.namespace()));
    text(json, "kind", Optional.of(source.kind()));
    text(json, "name", Optional.of(source.name()));
    text(json, "container", Optional.of(source.container()));
    text(json, "path", Optional.of(source.path()));
    text(json, "file", Optional.of(source.file()));
    if (source.line() > 0) {
      json.writeNumberProperty("line", source.line());
    } else {
      json.writeNullProperty("line");
    }
    json.writeEndObject();
  }

  // What is empty is null.
  private static void text(JsonGenerator json, String name, Optional<String> text) {
    @Nullable String value = text.filter(each -> !each.isEmpty()).orElse(null);
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }
}
