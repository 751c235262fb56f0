package io.pullcheck.scan.report;

import io.pullcheck.model.PrintableText;
import io.pullcheck.model.Reason;
import io.pullcheck.scan.source.Problem;
import io.pullcheck.scan.source.Source;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// SARIF 2.1.0: a rule for each reason, and a result for each place that names an image which is
/// not available or not verified. What was not checked is told as a notification.
final class SarifReport {

  private static final List<Reason> RULES = List.of(Reason.values());
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final String UNSAFE = "unknown";

  private SarifReport() {}

  static String write(Findings findings, String version) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("$schema", SCHEMA);
          json.writeStringProperty("version", "2.1.0");
          json.writeArrayPropertyStart("runs");
          json.writeStartObject();
          tool(json, version);
          invocation(json, findings);
          json.writeArrayPropertyStart("results");
          findings.results().stream()
              .filter(result -> result.reason().isPresent())
              .forEach(result -> results(json, result));
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void tool(JsonGenerator json, String version) {
    json.writeObjectPropertyStart("tool");
    json.writeObjectPropertyStart("driver");
    json.writeStringProperty("name", "pullcheck");
    json.writeStringProperty("version", version);
    json.writeArrayPropertyStart("rules");
    for (Reason reason : RULES) {
      rule(json, reason);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void rule(JsonGenerator json, Reason reason) {
    json.writeStartObject();
    json.writeStringProperty("id", reason.word());
    text(json, "shortDescription", "The image is " + reason.state().word().replace('_', ' '));
    text(json, "fullDescription", "The image: " + reason.summary() + ".");
    text(json, "help", reason.advice());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, String text) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }

  private static void invocation(JsonGenerator json, Findings findings) {
    List<Result> unchecked =
        findings.results().stream().filter(result -> result.checked().isEmpty()).toList();
    json.writeArrayPropertyStart("invocations");
    json.writeStartObject();
    json.writeBooleanProperty(
        "executionSuccessful", findings.problems().isEmpty() && unchecked.isEmpty());
    json.writeArrayPropertyStart("toolExecutionNotifications");
    for (Problem problem : findings.problems()) {
      notification(json, problem.toString());
    }
    for (Result result : unchecked) {
      notification(json, Places.message(result, Optional.empty()));
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void notification(JsonGenerator json, String words) {
    json.writeStartObject();
    json.writeStringProperty("level", "error");
    text(json, "message", PrintableText.of(words));
    json.writeEndObject();
  }

  private static void results(JsonGenerator json, Result result) {
    if (result.sources().isEmpty()) {
      result(json, result, Optional.empty());
    }
    result.sources().forEach(source -> result(json, result, Optional.of(source)));
  }

  private static void result(JsonGenerator json, Result result, Optional<Source> place) {
    Reason reason = result.reason().orElseThrow();
    json.writeStartObject();
    json.writeStringProperty("ruleId", reason.word());
    json.writeNumberProperty("ruleIndex", RULES.indexOf(reason));
    json.writeStringProperty(
        "level", result.certainty() == Certainty.UNAVAILABLE ? "error" : "warning");
    text(json, "message", Places.message(result, place));
    if (place.isPresent()) {
      location(json, place.get());
    }
    json.writeObjectPropertyStart("partialFingerprints");
    json.writeStringProperty("imageInObject/v1", Places.fingerprint(result, place));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void location(JsonGenerator json, Source source) {
    json.writeArrayPropertyStart("locations");
    json.writeStartObject();
    if (!source.file().isEmpty()) {
      json.writeObjectPropertyStart("physicalLocation");
      json.writeObjectPropertyStart("artifactLocation");
      json.writeStringProperty("uri", uri(Places.path(source)));
      json.writeEndObject();
      json.writeObjectPropertyStart("region");
      json.writeNumberProperty("startLine", Math.max(1, source.line()));
      json.writeEndObject();
      json.writeEndObject();
    }
    if (source.isObject()) {
      json.writeArrayPropertyStart("logicalLocations");
      json.writeStartObject();
      json.writeStringProperty("fullyQualifiedName", source.object() + "/" + source.path());
      json.writeStringProperty("kind", "resource");
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndArray();
  }

  private static String uri(String path) {
    try {
      return new URI(path.startsWith("/") ? "file" : null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      return UNSAFE;
    }
  }
}
