package io.pullcheck.checker;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.id;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// All in one thread: the test is the timer, and answers the checks.
class CheckerTest {

  private static final Verdict AVAILABLE = new Verdict.Available(Optional.empty());
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Schedule SCHEDULE =
      new Schedule(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofMinutes(1));

  private final TestingClock clock = new TestingClock();
  private final TestingTimer timer = new TestingTimer(clock);
  private final Inventory inventory = new Inventory(_ -> true);
  private final HeldVerdicts verdicts = new HeldVerdicts(clock);
  private final List<HeldVerdicts.Asked> asked = verdicts.asked;
  private final AtomicInteger ticks = new AtomicInteger();
  private final Checker checker =
      new Checker(
          inventory,
          verdicts,
          pull -> {
            String repository = pull.image().split(":", 2)[0];
            return new Destination(repository.split("/", 2)[0], repository);
          },
          SCHEDULE,
          2,
          ticks::incrementAndGet,
          clock,
          timer);

  @Test
  void aNewImageIsCheckedAtOnce() {
    running();

    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();

    assertThat(asked)
        .extracting(HeldVerdicts.Asked::pull)
        .containsExactly(pull("shop", "a.io/x:1"));
    assertThat(asked.getFirst().urgency()).isEqualTo(Urgency.NEW);
    verdicts.answer(ABSENT);
    assertThat(state("a.io/x:1")).contains(State.ABSENT);
  }

  @Test
  void anImageIsCheckedAgainWhenItsVerdictHasGrownOld() {
    running();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();
    verdicts.answer(AVAILABLE);

    timer.advance(Duration.ofSeconds(256));
    assertThat(asked).isEmpty();
    // It is not older than the interval, although due pulls wait for the next check period.
    timer.advance(Duration.ofSeconds(300 - 256));

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().urgency()).isEqualTo(Urgency.RECHECK);
    assertThat(asked.getFirst().freshness())
        .isEqualTo(new Freshness(Duration.ofSeconds(150), Duration.ofSeconds(30)));
  }

  @Test
  void aDenialIsBelievedAfterASecondLookAFewSecondsLater() {
    running();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();
    verdicts.answer(AVAILABLE);
    timer.advance(Duration.ofSeconds(345));

    verdicts.answer(ABSENT);
    assertThat(state("a.io/x:1")).contains(State.AVAILABLE);
    timer.advance(Duration.ofSeconds(4));
    assertThat(asked).isEmpty();
    timer.advance(Duration.ofSeconds(1));

    verdicts.answer(ABSENT);
    assertThat(state("a.io/x:1")).contains(State.ABSENT);
  }

  @Test
  void aDenialThatDoesNotHoldIsNoNews() {
    running();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();
    verdicts.answer(AVAILABLE);
    PullStatus before = inventory.status(pull("shop", "a.io/x:1")).orElseThrow();
    timer.advance(Duration.ofSeconds(345));
    verdicts.answer(ABSENT);
    timer.advance(Duration.ofSeconds(5));

    verdicts.answer(AVAILABLE);

    PullStatus after = inventory.status(pull("shop", "a.io/x:1")).orElseThrow();
    assertThat(after.since()).isEqualTo(before.since());
    timer.advance(Duration.ofSeconds(200));
    assertThat(asked).isEmpty();
  }

  @Test
  void aHostThatDoesNotAnswerHoldsUpNobodyElse() {
    running();
    inventory.replace(deployment("shop", "dead", "dead.io/x:1", "dead.io/x:2", "dead.io/x:3"));
    inventory.replace(deployment("shop", "alive", "a.io/x:1", "a.io/x:2", "a.io/x:3"));
    timer.runDue();

    assertThat(verdicts.images())
        .containsExactlyInAnyOrder("dead.io/x:1", "dead.io/x:2", "a.io/x:1", "a.io/x:2");
    verdicts.answer("a.io/x:1", AVAILABLE);
    verdicts.answer("a.io/x:2", AVAILABLE);
    timer.runDue();
    verdicts.answer("a.io/x:3", AVAILABLE);
    timer.advance(Duration.ofSeconds(345));

    assertThat(verdicts.images())
        .containsExactlyInAnyOrder("dead.io/x:1", "dead.io/x:2", "a.io/x:1", "a.io/x:2");
  }

  @Test
  void aPausedHostKeepsItsVerdictAndIsLeftAlone() {
    running();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();
    verdicts.answer(AVAILABLE);
    timer.advance(Duration.ofSeconds(345));

    verdicts.answer(new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofMinutes(30)));

    assertThat(state("a.io/x:1")).contains(State.AVAILABLE);
    timer.advance(Duration.ofMinutes(29));
    assertThat(asked).isEmpty();
    timer.advance(Duration.ofSeconds(75));
    assertThat(asked).hasSize(1);
  }

  @Test
  void changedCredentialsMakeANamespaceDue() {
    running();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    inventory.replace(deployment("bank", "cart", "a.io/x:1"));
    timer.runDue();
    verdicts.answer(AVAILABLE);
    verdicts.answer(AVAILABLE);

    inventory.credentialsChanged("shop", clock.instant());
    timer.runDue();

    assertThat(asked)
        .extracting(HeldVerdicts.Asked::pull)
        .containsExactly(pull("shop", "a.io/x:1"));
  }

  @Test
  void credentialsThatChangeDuringACheckCostOneMore() {
    running();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();

    inventory.credentialsChanged("shop", clock.instant());
    verdicts.answer(AVAILABLE);
    timer.runDue();

    assertThat(asked).hasSize(1);
  }

  @Test
  void whatIsPausedChecksNothingAndCountsNothing() {
    checker.start();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.advance(Duration.ofSeconds(30));
    assertThat(asked).isEmpty();
    assertThat(ticks).hasValue(0);

    checker.resume();
    timer.runDue();
    assertThat(asked).hasSize(1);
    checker.pause();
    timer.advance(Duration.ofSeconds(30));
    assertThat(ticks).hasValue(0);
  }

  @Test
  void countsItsTicks() {
    running();

    timer.advance(Duration.ofSeconds(45));

    assertThat(ticks).hasValue(3);
  }

  @Test
  void whatIsStoppedNeitherChecksNorRecords() {
    running();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();

    checker.stop();
    checker.resume();
    verdicts.answer(ABSENT);
    inventory.replace(deployment("shop", "till", "a.io/x:2"));
    timer.advance(Duration.ofMinutes(10));

    assertThat(asked).isEmpty();
    assertThat(state("a.io/x:1")).isEmpty();
    assertThat(timer.isIdle()).isTrue();
  }

  @Test
  void aWorkloadThatGoesDuringItsCheckIsForgotten() {
    running();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();

    inventory.remove(id("shop", "cart"));
    verdicts.answer(ABSENT);
    timer.advance(Duration.ofMinutes(10));

    assertThat(asked).isEmpty();
    assertThat(inventory.snapshot().pulls()).isEmpty();
  }

  @Test
  void aCheckThatFailsUnexpectedlyIsTriedAgain() {
    running();
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();

    asked.removeFirst().answer().completeExceptionally(new IllegalStateException("a bug"));
    timer.advance(Duration.ofSeconds(75));

    assertThat(asked).hasSize(1);
    assertThat(state("a.io/x:1")).isEmpty();
  }

  private void running() {
    checker.start();
    checker.resume();
    timer.runDue();
  }

  private Optional<State> state(String image) {
    return inventory.status(pull("shop", image)).flatMap(PullStatus::state);
  }
}
