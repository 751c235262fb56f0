package io.pullcheck.checker;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Destination;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A check for which somebody waits. All in one thread, as in [CheckerTest].
final class CheckNowTest {

  private static final Verdict AVAILABLE = new Verdict.Available(Optional.empty());
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final int PER_HOST = 2;

  private final TestingClock clock = new TestingClock();
  private final TestingTimer timer = new TestingTimer(clock);
  private final Inventory inventory = new Inventory(_ -> true);
  private final HeldVerdicts verdicts = new HeldVerdicts(clock);
  private final Checker checker =
      new Checker(
          inventory,
          verdicts,
          pull -> new Destination("a.io", pull.image().split(":", 2)[0]),
          new Schedule(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofMinutes(1)),
          PER_HOST,
          () -> {},
          clock,
          timer);

  @Test
  void theImageIsCheckedBeforeAllThatWait() {
    running("z:1");
    verdicts.answer(ABSENT);
    inventory.replace(deployment("bank", "many", "a:1", "a:2", "a:3", "a:4"));
    timer.runDue();
    assertThat(verdicts.images()).containsExactly("a:1", "a:2");

    assertThat(checker.checkNow(pull("shop", "z:1"))).isTrue();
    verdicts.answer(AVAILABLE);
    timer.runDue();

    assertThat(verdicts.images()).containsExactly("a:2", "z:1");
    assertThat(verdicts.asked.getLast().urgency()).isEqualTo(Urgency.NEW);
    verdicts.answer("z:1", AVAILABLE);
    assertThat(inventory.status(pull("shop", "z:1")).flatMap(PullStatus::state))
        .contains(State.AVAILABLE);
  }

  @Test
  void noVerdictFromBeforeServes() {
    running("z:1");
    verdicts.answer(ABSENT);
    timer.advance(Duration.ofSeconds(2));

    assertThat(checker.checkNow(pull("shop", "z:1"))).isTrue();
    assertThat(inventory.status(pull("shop", "z:1")).flatMap(PullStatus::due))
        .contains(clock.instant());
    timer.runDue();

    assertThat(verdicts.asked.getFirst().freshness())
        .isEqualTo(new Freshness(Duration.ZERO, Duration.ZERO));
    verdicts.answer(ABSENT);
    // The next check is an ordinary one again.
    timer.advance(Duration.ofSeconds(81));
    assertThat(verdicts.asked.getFirst().freshness())
        .isEqualTo(new Freshness(Duration.ofSeconds(150), Duration.ofSeconds(30)));
  }

  @Test
  void whatIsBeingCheckedIsCheckedOnceMore() {
    running("z:1");
    assertThat(checker.checkNow(pull("shop", "z:1"))).isTrue();
    timer.runDue();
    assertThat(verdicts.asked).hasSize(1);

    verdicts.answer(ABSENT);
    timer.runDue();
    assertThat(verdicts.images()).containsExactly("z:1");
    verdicts.answer(ABSENT);
    timer.runDue();
    assertThat(verdicts.asked).isEmpty();
  }

  @Test
  void whoDoesNotLeadChecksNothingAndSaysSo() {
    running("z:1");
    verdicts.answer(ABSENT);
    checker.pause();

    assertThat(checker.checkNow(pull("shop", "z:1"))).isFalse();
    checker.resume();
    assertThat(checker.checkNow(pull("shop", "no:1"))).isFalse();
    timer.runDue();
    assertThat(verdicts.asked).isEmpty();
  }

  private void running(String image) {
    inventory.replace(deployment("shop", "cart", image));
    checker.start();
    checker.resume();
    timer.runDue();
  }
}
