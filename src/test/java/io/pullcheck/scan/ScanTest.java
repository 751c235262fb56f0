package io.pullcheck.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.limit.HostGateStatus;
import io.pullcheck.rescue.TestingRescues;
import io.pullcheck.scan.report.Findings;
import io.pullcheck.scan.report.Result;
import io.pullcheck.scan.source.NamedPull;
import io.pullcheck.scan.source.Source;
import io.pullcheck.testing.TestingVerdicts;
import io.pullcheck.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScanTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TestingVerdicts verdicts = new TestingVerdicts(NOW);

  private static NamedPull pull(String image, String namespace, int line) {
    return new NamedPull(
        new Pull(image, new PullSecrets(namespace, List.of(), ""), NodePlacement.ANYWHERE),
        Optional.of(new Source(namespace, "Pod", "p", "c", "spec", "f.yaml", line)));
  }

  private static Scan scan(TestingVerdicts verdicts, Duration timeout, NamedPull... pulls) {
    return new Scan(
        List.of(pulls),
        List.of(),
        new Scan.Settings(
            verdicts,
            TestingRescues.asking(image -> image.substring(0, Math.max(0, image.indexOf('/')))),
            timeout));
  }

  private static Findings run(Scan scan) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return scan.run(threads);
    }
  }

  @Test
  void anImageIsAResultWithAllWhoNameItUnlessTheirAnswersDiffer() throws Exception {
    TestingVerdicts byNamespace =
        new TestingVerdicts(NOW) {
          @Override
          protected void prepare(Pull pull) {
            if (pull.secrets().namespace().equals("ops")) {
              set("reg.io/a:1", Reason.DENIED_OR_ABSENT);
            } else {
              set("reg.io/a:1", new Verdict.Available(Optional.empty()));
            }
          }
        };
    Findings findings =
        run(
            scan(
                byNamespace,
                LONG,
                pull("reg.io/a:1", "shop", 1),
                pull("reg.io/a:1", "shop", 2),
                pull("reg.io/a:1", "web", 3)));

    assertThat(findings.results()).hasSize(1);
    assertThat(findings.results().getFirst().sources())
        .extracting(Source::line)
        .containsExactly(1, 2, 3);
    assertThat(byNamespace.asked()).hasSize(2);
    Findings two = run(scan(byNamespace, LONG, pull("reg.io/a:1", "ops", 1)));
    assertThat(two.results().getFirst().state()).isEqualTo("authorization_failure");
  }

  /// Answers so often with one verdict before the image is available.
  private static TestingVerdicts after(int times, Verdict before) {
    AtomicInteger asked = new AtomicInteger();
    return new TestingVerdicts(NOW) {
      @Override
      protected void prepare(Pull pull) {
        set(
            pull.image(),
            asked.incrementAndGet() <= times ? before : new Verdict.Available(Optional.empty()));
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"SERVER_ERROR", "CONNECT", "TIMEOUT", "DNS", "TLS"})
  void aHostThatFailsIsAskedAgain(Reason reason) throws Exception {
    TestingVerdicts failing = after(1, Verdict.Unavailable.of(reason));

    assertThat(run(scan(failing, LONG, pull("reg.io/a:1", "", 1))).exitStatus()).isZero();
    assertThat(failing.asked()).hasSize(2);
  }

  @Test
  void aHostThatLimitsIsAskedAgainWhenItsPauseIsOver() throws Exception {
    TestingVerdicts limiting =
        after(2, new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofMillis(20)));

    assertThat(run(scan(limiting, LONG, pull("reg.io/a:1", "", 1))).exitStatus()).isZero();
    assertThat(limiting.asked()).hasSize(3);
  }

  @Test
  void afterTheTimeoutThereIsNoWaiting() throws Exception {
    verdicts.set("busy.io/a:1", new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofHours(1)));
    verdicts.set("down.io/a:1", Reason.CONNECT);
    verdicts.set("gone.io/a:1", Reason.MANIFEST_UNKNOWN);
    Findings findings =
        run(
            scan(
                verdicts,
                Duration.ZERO,
                pull("busy.io/a:1", "", 1),
                pull("down.io/a:1", "", 2),
                pull("gone.io/a:1", "", 3)));

    assertThat(findings.results())
        .extracting(Result::state)
        .containsExactly("unchecked", "registry_unavailable", "absent");
    assertThat(verdicts.asked()).hasSize(3);
  }

  @Test
  void whatIsKnownCanBeToldBeforeTheEnd() throws Exception {
    verdicts.hang("slow.io/a:1");
    Scan scan = scan(verdicts, LONG, pull("slow.io/a:1", "", 1), pull("reg.io/a:1", "", 2));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Findings> running = threads.submit(() -> scan.run(threads));
      Waiting.eventually(() -> scan.progress().done() == 1);

      assertThat(scan.progress()).isEqualTo(new Scan.Progress(1, 2, Map.of("slow.io", 1)));
      assertThat(scan.findings().results())
          .extracting(Result::state)
          .containsExactly("unchecked", "available");
      assertThat(running.isDone()).isFalse();
      threads.shutdownNow();
    }
  }

  @Test
  void progressSaysWhatItWaitsFor() {
    ProgressLine line = new ProgressLine(100);
    Scan.Progress progress = new Scan.Progress(20, 200, Map.of("docker.io", 180));
    Duration since = Duration.ofSeconds(4);

    assertThat(line.of(progress, Map.of(), since))
        .isEqualTo("[##..................] 20/200  5/s  docker.io: 180 left");
    assertThat(gated(line, progress, new HostGateStatus(Duration.ZERO, false, 5)))
        .endsWith("docker.io: 5/s limit, 180 left, 36 s");
    assertThat(gated(line, progress, new HostGateStatus(Duration.ofSeconds(30), false, 5)))
        .endsWith("docker.io: asked for a pause, 180 left, 31 s");
    assertThat(gated(line, progress, new HostGateStatus(Duration.ZERO, true, 5)))
        .endsWith("docker.io: does not answer, 180 left");
    assertThat(new ProgressLine(30).of(progress, Map.of(), since)).hasSize(29);
  }

  private static String gated(ProgressLine line, Scan.Progress progress, HostGateStatus gate) {
    return line.of(progress, Map.of("docker.io", gate), Duration.ofSeconds(4));
  }
}
