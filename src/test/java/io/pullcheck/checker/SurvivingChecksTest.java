package io.pullcheck.checker;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Destination;
import io.pullcheck.verdict.Inventory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A check or a tick that throws ends neither the others nor itself.
class SurvivingChecksTest {

  private static final Verdict AVAILABLE = new Verdict.Available(Optional.empty());

  private final TestingClock clock = new TestingClock();
  private final TestingTimer timer = new TestingTimer(clock);
  private final Inventory inventory = new Inventory(_ -> true);
  private final HeldVerdicts verdicts = new HeldVerdicts(clock);
  private final AtomicBoolean tickFails = new AtomicBoolean();
  private final Checker checker =
      new Checker(
          inventory,
          verdicts,
          pull -> new Destination("a.io", pull.image()),
          new Schedule(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofMinutes(1)),
          2,
          this::tick,
          clock,
          timer);

  @Test
  void aCheckThatCannotEvenBeginHoldsUpNoOther() {
    running();
    verdicts.breaksAt("a.io/x:1");
    inventory.replace(deployment("shop", "cart", "a.io/x:1", "a.io/y:1", "a.io/z:1"));
    timer.runDue();
    verdicts.answer("a.io/y:1", AVAILABLE);
    timer.runDue();
    verdicts.answer("a.io/z:1", AVAILABLE);

    timer.advance(Duration.ofSeconds(60 + 15));
    assertThat(verdicts.images()).containsExactly("a.io/x:1");
  }

  @Test
  void aTickThatThrowsIsNotTheLast() {
    running();
    tickFails.set(true);
    inventory.replace(deployment("shop", "cart", "a.io/x:1"));
    timer.runDue();
    verdicts.answer(AVAILABLE);

    timer.advance(Duration.ofSeconds(345));
    assertThat(tickFails).isFalse();
    assertThat(verdicts.images()).containsExactly("a.io/x:1");
  }

  private void running() {
    checker.start();
    checker.resume();
    timer.runDue();
  }

  private void tick() {
    if (tickFails.getAndSet(false)) {
      throw new IllegalStateException("unexpected");
    }
  }
}
