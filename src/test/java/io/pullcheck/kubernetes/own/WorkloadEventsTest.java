package io.pullcheck.kubernetes.own;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What users choose cannot break the lines of `kubectl describe`, nor make an Event that the API
/// server refuses.
class WorkloadEventsTest {

  private static final ObjectReference WORKLOAD =
      new ObjectReferenceBuilder().withName("cart").build();

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aMessageIsOnePrintableLineOfAThousandBytesAtMost(Reason reason) {
    WorkloadEvents.Change change =
        new WorkloadEvents.Change(
            new WorkloadId("shop", WorkloadKind.DEPLOYMENT, "cart"),
            "volume:\u202e" + "v".repeat(1_000),
            "reg.io/a:1\nNormal  Pulled\u001b[2K" + "\u00e4".repeat(100_000) + ":v1",
            Verdict.Unavailable.of(reason),
            () -> List.of("r".repeat(3_000)));
    String message = EventDraft.of(change, WORKLOAD).event(Instant.EPOCH).getMessage();
    assertThat(message)
        .matches("[ -~]+")
        .startsWith("Image reg.io/a:1?Normal  Pulled?[2K")
        .contains(":v1 of container volume:?v")
        .endsWith(reason.summary());
    assertThat(message.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(1024);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aSummaryIsAThousandBytesAtMostToo(Reason reason) {
    List<WorkloadEvents.Change> changes =
        IntStream.range(0, 11).mapToObj(i -> change("n".repeat(250) + i, reason)).toList();
    assertThat(EventDraft.of("shop", changes).event(Instant.EPOCH).getMessage())
        .startsWith("Images of 11 workloads are not available: Deployment nnn")
        .endsWith(" and 8 more (most: " + reason.summary() + ")")
        .hasSizeLessThanOrEqualTo(1024);
  }

  @Test
  void aSummaryNamesTheFirstWorkloadsAndTheCommonestReason() {
    List<WorkloadEvents.Change> changes =
        IntStream.range(0, 12)
            .mapToObj(i -> change("w" + i, i == 0 ? Reason.MANIFEST_UNKNOWN : Reason.CONNECT))
            .toList();
    assertThat(EventDraft.of("shop", changes).event(Instant.EPOCH).getMessage())
        .isEqualTo(
            "Images of 12 workloads are not available: Deployment w0, Deployment w1, Deployment w2"
                + " and 9 more (most: not verified: the registry cannot be connected to)");
  }

  private static WorkloadEvents.Change change(String name, Reason reason) {
    return new WorkloadEvents.Change(
        new WorkloadId("shop", WorkloadKind.DEPLOYMENT, name),
        "main",
        "a:1",
        Verdict.Unavailable.of(reason),
        List::of);
  }
}
