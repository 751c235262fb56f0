package io.pullcheck.scan.report;

import io.pullcheck.model.PrintableText;
import io.pullcheck.model.Reason;
import io.pullcheck.scan.source.Problem;
import io.pullcheck.scan.source.Source;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// GitLab's code quality report: an entry for each place that names an image which is not available
/// or not verified.
final class GitlabReport {

  private GitlabReport() {}

  static String write(Findings findings) {
    return JsonText.of(
        json -> {
          json.writeStartArray();
          findings.results().stream()
              .filter(result -> result.certainty() != Certainty.AVAILABLE)
              .forEach(result -> entries(json, result));
          findings.problems().forEach(problem -> entry(json, problem));
          json.writeEndArray();
        });
  }

  private static void entries(JsonGenerator json, Result result) {
    if (result.sources().isEmpty()) {
      entry(json, result, Optional.empty());
    }
    result.sources().forEach(source -> entry(json, result, Optional.of(source)));
  }

  private static void entry(JsonGenerator json, Result result, Optional<Source> place) {
    json.writeStartObject();
    json.writeStringProperty("description", Places.message(result, place));
    json.writeStringProperty("check_name", result.reason().map(Reason::word).orElse("unchecked"));
    json.writeStringProperty("fingerprint", Places.fingerprint(result, place));
    json.writeStringProperty(
        "severity", result.certainty() == Certainty.UNAVAILABLE ? "critical" : "minor");
    location(json, path(result, place), place.map(Source::line).orElse(0));
    json.writeEndObject();
  }

  private static void entry(JsonGenerator json, Problem problem) {
    json.writeStartObject();
    json.writeStringProperty("description", PrintableText.of(problem.what()));
    json.writeStringProperty("check_name", "unreadable");
    json.writeStringProperty("fingerprint", Places.hash(problem.file() + "\n" + problem.what()));
    json.writeStringProperty("severity", "major");
    location(json, Places.path(problem.file()), problem.line());
    json.writeEndObject();
  }

  private static void location(JsonGenerator json, String path, int line) {
    json.writeObjectPropertyStart("location");
    json.writeStringProperty("path", path);
    json.writeObjectPropertyStart("lines");
    json.writeNumberProperty("begin", Math.max(1, line));
    json.writeEndObject();
    json.writeEndObject();
  }

  // GitLab wants a path; an object of a cluster and an image of the command line have none.
  private static String path(Result result, Optional<Source> place) {
    return place
        .map(
            source ->
                source.file().isEmpty() ? source.object().replace(' ', '/') : Places.path(source))
        .orElse(result.image());
  }
}
