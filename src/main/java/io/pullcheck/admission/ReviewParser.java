package io.pullcheck.admission;

import io.pullcheck.workload.WorkloadKind;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads an AdmissionReview (admission.k8s.io/v1) as a stream, into just what is needed; a parser
/// is used once.
final class ReviewParser {

  /// What a body turned out to be.
  sealed interface Parsed {
    record Ok(Review review) implements Parsed {}

    record Malformed(String reason) implements Parsed {}
  }

  private static final JsonFactory FACTORY = new JsonFactory();
  // The API server's are UUIDs. What is echoed must survive the way there and back.
  private static final Pattern UID = Pattern.compile("[!-~]{1,253}");

  private final JsonParser json;
  private String apiVersion = "";
  private String reviewKind = "";
  private boolean hasRequest;
  private String uid = "";
  private String kind = "";
  private String group = "";
  private String version = "";
  private String subresource = "";
  private String operation = "";
  private String namespace = "";
  private @Nullable Subject object;
  private @Nullable Subject oldObject;

  private ReviewParser(JsonParser json) {
    this.json = json;
  }

  static Parsed parse(byte[] body) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      ReviewParser parser = new ReviewParser(json);
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Parsed.Malformed("the body is not a JSON object");
      }
      Json.fields(json, parser::envelope);
      if (json.nextToken() != null) {
        return new Parsed.Malformed("the body goes on after the review");
      }
      return parser.review();
    } catch (JacksonException e) {
      return new Parsed.Malformed("the body is not valid JSON");
    }
  }

  private Parsed review() {
    if (!reviewKind.equals("AdmissionReview") || !apiVersion.equals("admission.k8s.io/v1")) {
      return new Parsed.Malformed(
          "the body is not an AdmissionReview of apiVersion admission.k8s.io/v1");
    }
    if (!hasRequest) {
      return new Parsed.Malformed("the review has no request");
    }
    if (!UID.matcher(uid).matches()) {
      return new Parsed.Malformed("the request has no usable uid");
    }
    return new Parsed.Ok(
        new Review(
            uid,
            knownKind(),
            subresource,
            operation(),
            namespace,
            Optional.ofNullable(object),
            Optional.ofNullable(oldObject)));
  }

  private void envelope(String name) {
    switch (name) {
      case "apiVersion" -> apiVersion = Json.text(json);
      case "kind" -> reviewKind = Json.text(json);
      case "request" -> {
        hasRequest = json.currentToken() == JsonToken.START_OBJECT;
        Json.fields(json, this::request);
      }
      default -> {}
    }
  }

  private void request(String name) {
    switch (name) {
      case "uid" -> uid = Json.text(json);
      case "kind" -> Json.fields(json, this::groupVersionKind);
      case "subResource" -> subresource = Json.text(json);
      case "operation" -> operation = Json.text(json);
      case "namespace" -> namespace = Json.text(json);
      case "object" -> object = subject();
      case "oldObject" -> oldObject = subject();
      default -> {}
    }
  }

  private void groupVersionKind(String name) {
    switch (name) {
      case "group" -> group = Json.text(json);
      case "version" -> version = Json.text(json);
      case "kind" -> kind = Json.text(json);
      default -> {}
    }
  }

  private @Nullable Subject subject() {
    return json.currentToken() == JsonToken.START_OBJECT ? SubjectReader.read(json) : null;
  }

  private Optional<WorkloadKind> knownKind() {
    return WorkloadKind.named(kind)
        .filter(known -> known.kind().equals(kind))
        .filter(known -> known.group().equals(group) && version.equals("v1"));
  }

  private Review.Operation operation() {
    return switch (operation) {
      case "CREATE" -> Review.Operation.CREATE;
      case "UPDATE" -> Review.Operation.UPDATE;
      default -> Review.Operation.OTHER;
    };
  }
}
