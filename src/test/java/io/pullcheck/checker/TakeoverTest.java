package io.pullcheck.checker;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Destination;
import io.pullcheck.verdict.Inventory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a replica checks that takes the lead over.
class TakeoverTest {

  private static final Verdict AVAILABLE = new Verdict.Available(Optional.empty());

  private final TestingClock clock = new TestingClock();
  private final TestingTimer timer = new TestingTimer(clock);
  private final Inventory inventory = new Inventory(_ -> true);
  private final HeldVerdicts verdicts = new HeldVerdicts(clock);
  private final Checker checker =
      new Checker(
          inventory,
          verdicts,
          pull -> new Destination(pull.image().split("/", 2)[0], pull.image().split(":", 2)[0]),
          new Schedule(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofMinutes(1)),
          2,
          () -> {},
          clock,
          timer);

  @Test
  void whoTakesOverLeavesYoungVerdictsUntilTheyAreDue() {
    checker.start();
    inventory.replace(deployment("shop", "cart", "a.io/x:1", "b.io/y:1"));
    inventory.record(pull("shop", "a.io/x:1"), new CheckedVerdict(AVAILABLE, clock.instant()));
    inventory.due(pull("shop", "a.io/x:1"), clock.instant().plusSeconds(60));

    checker.resume();
    timer.runDue();
    assertThat(verdicts.images()).containsExactly("b.io/y:1");

    timer.advance(Duration.ofSeconds(75));
    assertThat(verdicts.images()).containsExactly("b.io/y:1", "a.io/x:1");
  }

  /// The leader has checked with the new credentials what was copied since they changed.
  @Test
  void whoTakesOverAfterSecretsWereRotatedChecksOnlyWhatNobodyHasCheckedSince() {
    checker.start();
    inventory.replace(deployment("shop", "cart", "a.io/x:1", "b.io/y:1"));
    for (String image : List.of("a.io/x:1", "b.io/y:1")) {
      inventory.record(pull("shop", image), new CheckedVerdict(AVAILABLE, clock.instant()));
      inventory.due(pull("shop", image), clock.instant().plusSeconds(600));
    }
    clock.advance(Duration.ofSeconds(10));
    inventory.credentialsChanged("shop", clock.instant());
    clock.advance(Duration.ofSeconds(1));
    inventory.record(pull("shop", "a.io/x:1"), new CheckedVerdict(AVAILABLE, clock.instant()));
    inventory.due(pull("shop", "a.io/x:1"), clock.instant().plusSeconds(600));

    checker.resume();
    timer.runDue();

    assertThat(verdicts.images()).containsExactly("b.io/y:1");
  }
}
