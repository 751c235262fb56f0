package io.pullcheck.kubernetes.own;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What users choose cannot break the lines of `kubectl describe`, nor make an Event that the API
/// server refuses.
class WorkloadEventsTest {

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aMessageIsOnePrintableLineOfAThousandBytesAtMost(Reason reason) {
    WorkloadEvents.Change change =
        new WorkloadEvents.Change(
            new WorkloadId("shop", WorkloadKind.DEPLOYMENT, "cart"),
            "volume:\u202e" + "v".repeat(1_000),
            "reg.io/a:1\nNormal  Pulled\u001b[2K" + "\u00e4".repeat(100_000) + ":v1",
            Verdict.Unavailable.of(reason));
    String message =
        WorkloadEvents.event(change, new ObjectReference(), Instant.EPOCH).getMessage();
    assertThat(message)
        .matches("[ -~]+")
        .startsWith("Image reg.io/a:1?Normal  Pulled?[2K")
        .contains(":v1 of container volume:?v")
        .endsWith(reason.summary());
    assertThat(message.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(1024);
  }
}
