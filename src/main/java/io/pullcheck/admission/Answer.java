package io.pullcheck.admission;

import java.util.Objects;

/// The answer to a body that was posted to the webhook.
public sealed interface Answer {

  /// HTTP 200: an AdmissionReview with the response in it.
  record Reviewed(String json) implements Answer {
    public Reviewed {
      Objects.requireNonNull(json, "json");
    }
  }

  /// HTTP 400: the body is no review that can be answered.
  ///
  /// @param reason one line, with nothing of the body in it
  record Malformed(String reason) implements Answer {
    public Malformed {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
