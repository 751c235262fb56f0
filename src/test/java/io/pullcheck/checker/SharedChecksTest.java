package io.pullcheck.checker;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Destination;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Resolution;
import io.pullcheck.verdict.VerdictCache;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The checker over the real cache, all in one thread: 200 namespaces that use one image in the
/// same way cost what one costs.
class SharedChecksTest {

  private static final Verdict AVAILABLE = new Verdict.Available(Optional.empty());
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);

  private final TestingClock clock = new TestingClock();
  private final TestingTimer timer = new TestingTimer(clock);
  private final Inventory inventory = new Inventory(_ -> true);
  private Verdict answer = AVAILABLE;
  private int requests;

  SharedChecksTest() {
    VerdictCache cache =
        new VerdictCache(
            pull ->
                new Resolution.Attempt(
                    new PullAttempt(
                        ImageReference.parse(pull.image(), "docker.io").orElseThrow(),
                        Candidates.ANONYMOUS,
                        Set.of()),
                    Keyring.EMPTY),
            (_, _, _) -> {
              requests++;
              clock.advance(Duration.ofMillis(50));
              return answer;
            },
            Runnable::run,
            clock,
            new VerdictCache.Retention(1_000_000, Duration.ofHours(1)));
    Schedule schedule =
        new Schedule(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofMinutes(1));
    Checker checker =
        new Checker(
            inventory,
            cache,
            _ -> new Destination("docker.io", "library/nginx"),
            schedule,
            8,
            () -> {},
            clock,
            timer);
    checker.start();
    checker.resume();
    for (int i = 0; i < 200; i++) {
      inventory.replace(deployment("ns" + i, "web", "nginx"));
    }
    timer.advance(Duration.ofSeconds(1));
  }

  @Test
  void allAreCheckedByOneRequest() {
    assertThat(states()).hasSize(200).containsOnly(State.AVAILABLE);
    assertThat(requests).isEqualTo(1);
  }

  @Test
  void anHourCostsOneRequestAnInterval() {
    timer.advance(Duration.ofHours(1));

    assertThat(requests).isBetween(11, 15);
  }

  @Test
  void aDenialIsBelievedByAllAfterTwoRequests() {
    answer = ABSENT;
    timer.advance(Duration.ofSeconds(300 + 10));

    assertThat(states()).containsOnly(State.ABSENT);
    assertThat(requests).isEqualTo(3);
  }

  @Test
  void aPushedImageIsAvailableToAllAgainAfterOneMore() {
    answer = ABSENT;
    timer.advance(Duration.ofSeconds(300 + 10));
    int before = requests;

    answer = AVAILABLE;
    timer.advance(Duration.ofSeconds(60));

    assertThat(states()).containsOnly(State.AVAILABLE);
    assertThat(requests - before).isEqualTo(1);
  }

  private Stream<State> states() {
    return inventory.snapshot().pulls().values().stream()
        .map(PullStatus::state)
        .flatMap(Optional::stream);
  }
}
