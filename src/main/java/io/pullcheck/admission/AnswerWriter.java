package io.pullcheck.admission;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the AdmissionReview that answers one. `allowed` is always there: where it is missing the
/// API server reads false, and refuses.
final class AnswerWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private AnswerWriter() {}

  static String write(String uid, Decision decision) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("apiVersion", "admission.k8s.io/v1");
      json.writeStringProperty("kind", "AdmissionReview");
      json.writeObjectPropertyStart("response");
      json.writeStringProperty("uid", uid);
      json.writeBooleanProperty("allowed", decision.refusal().isEmpty());
      decision.refusal().ifPresent(refusal -> writeStatus(json, refusal));
      if (!decision.warnings().isEmpty()) {
        json.writeArrayPropertyStart("warnings");
        decision.warnings().forEach(json::writeString);
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return text.toString();
  }

  // What asks again after a while knows that it may by the code 429 and its reason.
  private static void writeStatus(JsonGenerator json, Decision.Refusal refusal) {
    json.writeObjectPropertyStart("status");
    json.writeNumberProperty("code", refusal.tryAgain() ? 429 : 403);
    json.writeStringProperty("reason", refusal.tryAgain() ? "TooManyRequests" : "Forbidden");
    json.writeStringProperty("message", refusal.message());
    json.writeEndObject();
  }
}
