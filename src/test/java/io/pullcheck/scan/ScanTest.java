package io.pullcheck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScanTest {

  private static final Map<String, Verdict> VERDICTS =
      Map.of(
          "reg.io/a:1", new Verdict.Available(Optional.of("sha256:abc")),
          "reg.io/gone:1", Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN),
          "down.io/a:1", Verdict.Unavailable.of(Reason.CONNECT),
          "busy.io/a:1", new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofMinutes(1)),
          "Bad/A", Verdict.Unavailable.of(Reason.INVALID_REFERENCE));

  private final List<String> progress = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "reg.io/a:1, 0",
    "reg.io/a:1 down.io/a:1, 3",
    "reg.io/a:1 busy.io/a:1, 3",
    "down.io/a:1 reg.io/gone:1, 1",
    "Bad/A, 1",
    "'', 0",
  })
  void theExitStatusIsThatOfTheWorstResult(String images, int status) {
    assertThat(Scan.exitStatus(scan(images))).isEqualTo(status);
  }

  @Test
  void theJsonReportHasOneObjectAnImageInTheOrderGiven() {
    assertThat(Report.JSON.write(scan("reg.io/gone:1 reg.io/a:1")))
        .isEqualTo(
            """
            [ {
              "image" : "reg.io/gone:1",
              "state" : "absent",
              "reason" : "manifest_unknown",
              "registry" : "reg.io",
              "digest" : null,
              "checkedAt" : "2026-11-01T10:00:00Z",
              "sources" : [ ]
            }, {
              "image" : "reg.io/a:1",
              "state" : "available",
              "reason" : null,
              "registry" : "reg.io",
              "digest" : "sha256:abc",
              "checkedAt" : "2026-11-01T10:00:00Z",
              "sources" : [ ]
            } ]
            """);
  }

  @Test
  void anImageWithoutAVerdictIsUnchecked() {
    assertThat(Report.JSON.write(scan("busy.io/a:1")))
        .contains(
            "\"state\" : \"unchecked\"", "\"reason\" : \"rate_limited\"", "\"digest\" : null");
  }

  @Test
  void theTableIsAligned() {
    assertThat(Report.TABLE.write(scan("reg.io/a:1 down.io/a:1")))
        .isEqualTo(
            """
            IMAGE        STATE                 REASON
            reg.io/a:1   available
            down.io/a:1  registry_unavailable  connect
            """);
  }

  @Test
  void progressCountsToTheEnd() {
    scan("reg.io/a:1 down.io/a:1");

    assertThat(progress).containsExactly("1/2", "2/2");
  }

  private List<Result> scan(String images) {
    Scan scan =
        new Scan(
            pull ->
                CompletableFuture.completedFuture(
                    new CheckedVerdict(
                        VERDICTS.get(pull.image()), Instant.parse("2026-11-01T10:00:00.7Z"))),
            image -> Optional.of(image.substring(0, image.indexOf('/'))),
            (done, all) -> progress.add(done + "/" + all));
    return scan.run(
        images.isEmpty()
            ? List.of()
            : List.of(images.split(" ")).stream().map(ScanTest::pull).toList());
  }

  private static Pull pull(String image) {
    return new Pull(image, new PullSecrets("shop", List.of(), "default"), NodePlacement.ANYWHERE);
  }
}
