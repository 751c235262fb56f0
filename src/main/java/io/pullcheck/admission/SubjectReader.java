package io.pullcheck.admission;

import io.pullcheck.workload.PodTemplate;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads one object of a review; a reader is used once.
final class SubjectReader {

  private final JsonParser json;
  private final Map<String, PodTemplate> templates = new HashMap<>();
  private boolean controlled;
  private boolean deleting;

  private SubjectReader(JsonParser json) {
    this.json = json;
  }

  /// The object that starts at the current token.
  static Subject read(JsonParser json) {
    SubjectReader reader = new SubjectReader(json);
    Json.fields(json, reader::field);
    return new Subject(reader.controlled, reader.deleting, reader.templates);
  }

  private void field(String name) {
    switch (name) {
      case "metadata" -> Json.fields(json, this::metadata);
      case "spec" -> spec("spec");
      default -> {}
    }
  }

  private void metadata(String name) {
    switch (name) {
      case "deletionTimestamp" -> deleting = json.currentToken() == JsonToken.VALUE_STRING;
      case "ownerReferences" -> Json.elements(json, () -> Json.fields(json, this::ownerReference));
      default -> {}
    }
  }

  private void ownerReference(String name) {
    controlled |= name.equals("controller") && json.currentToken() == JsonToken.VALUE_TRUE;
  }

  /// A `spec`: the pod spec itself, or what has a pod template further down.
  private void spec(String path) {
    PodSpecReader pod = new PodSpecReader(json);
    Json.fields(
        json,
        name -> {
          switch (name) {
            case "template", "jobTemplate" -> template(path + "." + name);
            default -> pod.field(name);
          }
        });
    templates.put(path, pod.template());
  }

  private void template(String path) {
    Json.fields(
        json,
        name -> {
          if (name.equals("spec")) {
            spec(path + ".spec");
          }
        });
  }
}
