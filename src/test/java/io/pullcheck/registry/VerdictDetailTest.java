package io.pullcheck.registry;

import static io.pullcheck.registry.TestingAnswer.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.http.Reply;
import org.junit.jupiter.api.Test;

class VerdictDetailTest {

  @Test
  void theDetailSaysWhoAnsweredWhat() {
    assertThat(get(503).step())
        .isEqualTo(Classification.last(Reason.SERVER_ERROR, "reg.io: HTTP 503"));
    assertThat(get(403).step())
        .isEqualTo(
            new NextStep.Refused(
                new Unavailable(
                    State.AUTHORIZATION_FAILURE, Reason.DENIED_OR_ABSENT, "reg.io: HTTP 403")));
    assertThat(get(404).error("MANIFEST_UNKNOWN", "").step())
        .isEqualTo(Classification.last(Reason.MANIFEST_UNKNOWN, ""));
    assertThat(
            Classification.failure(
                new Reply.Failure(Reason.CONNECT, "connection refused", "auth.reg.io")))
        .isEqualTo(Classification.last(Reason.CONNECT, "auth.reg.io: connection refused"));
  }
}
