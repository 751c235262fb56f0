package io.pullcheck.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Caller;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import io.pullcheck.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HostGateTest {

  private static final Verdict FOUND = new Verdict.Available(Optional.empty());
  private static final Verdict DEAD = Unavailable.of(Reason.CONNECT);
  private static final Verdict LIMITED =
      new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(60));

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);

  @Test
  void onlySoManyAreInsideAtATime() throws InterruptedException {
    HostGate gate = gate(2, 0);
    assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
    assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
    List<String> admitted = new CopyOnWriteArrayList<>();
    Thread third = waiting(gate, TestingCallers.RECHECK, "third", admitted);

    assertThat(admitted).isEmpty();
    gate.release(TestingCallers.URGENT, FOUND, true);
    third.join();
    assertThat(admitted).containsExactly("third");
  }

  @Test
  void whoIsUrgentComesFirst() throws InterruptedException {
    HostGate gate = gate(1, 0);
    assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
    List<String> admitted = new CopyOnWriteArrayList<>();
    Thread recheck = waiting(gate, TestingCallers.RECHECK, "recheck", admitted);
    Thread urgent = waiting(gate, TestingCallers.URGENT, "urgent", admitted);

    gate.release(TestingCallers.URGENT, FOUND, true);
    urgent.join();
    gate.release(TestingCallers.URGENT, FOUND, true);
    recheck.join();
    assertThat(admitted).containsExactly("urgent", "recheck");
  }

  @Test
  void aRateLimitPausesForAsLongAsAskedAndATenthMoreAtMost() throws InterruptedException {
    HostGate gate = gate(8, 0);
    assertThat(gate.acquire(TestingCallers.URGENT)).isEmpty();
    gate.release(TestingCallers.URGENT, LIMITED, true);

    assertThat(gate.status().paused()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));
    assertThat(gate.acquire(TestingCallers.URGENT))
        .hasValueSatisfying(
            verdict -> assertThat(verdict).isInstanceOf(Verdict.Inconclusive.class));
    pass(Duration.ofSeconds(66));
    assertThat(gate.status().paused()).isZero();
    assertThat(gate.acquire(TestingCallers.URGENT)).isEmpty();
  }

  @Test
  void noPauseIsLongerThanSixHours() {
    HostGate gate = gate(8, 0);
    for (int i = 0; i < 50; i++) {
      gate.pause(RetryAfter.LONGEST);
    }

    assertThat(gate.status().paused()).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void pausesEndAtDifferentMoments() {
    Set<Duration> pauses =
        Stream.generate(() -> gate(8, 0))
            .limit(20)
            .map(
                gate -> {
                  gate.pause(Duration.ofMinutes(1));
                  return gate.status().paused();
                })
            .collect(Collectors.toSet());

    assertThat(pauses).hasSizeGreaterThan(10);
  }

  @Test
  void afterAPauseItIsSlowerForAWhile() throws InterruptedException {
    HostGate gate = gate(8, 10);
    assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
    gate.release(TestingCallers.URGENT, LIMITED, true);
    assertThat(gate.status().requestsPerSecond()).isEqualTo(5);

    pass(Duration.ofSeconds(66));
    assertThat(gate.status().requestsPerSecond()).isBetween(9.0, 10.0);
    pass(Duration.ofSeconds(66));
    assertThat(gate.status().requestsPerSecond()).isEqualTo(10);
  }

  @Test
  void theCircuitOfAHostThatDoesNotAnswerIsOpen() throws InterruptedException {
    HostGate gate = gate(8, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(gate.status().circuitOpen()).isFalse();
      assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
      gate.release(TestingCallers.URGENT, DEAD, true);
    }
    assertThat(gate.status().circuitOpen()).isTrue();
    assertThat(gate.status().paused()).isZero();

    pass(Duration.ofSeconds(2));
    assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
    gate.release(TestingCallers.URGENT, FOUND, true);
    assertThat(gate.status().circuitOpen()).isFalse();
  }

  @Test
  void whoIsUrgentWaitsForTheRateAsWell() throws InterruptedException {
    HostGate gate = gate(8, 5);
    assertThat(gate.acquire(TestingCallers.URGENT)).isEmpty();
    gate.release(TestingCallers.URGENT, FOUND, true);
    List<String> admitted = new CopyOnWriteArrayList<>();
    Thread urgent = waiting(gate, TestingCallers.URGENT, "urgent", admitted);
    assertThat(admitted).isEmpty();

    pass(Duration.ofMillis(200));
    urgent.join();
    assertThat(admitted).containsExactly("urgent");
  }

  @Test
  void anEarlierPauseDoesNotShortenALaterOne() throws InterruptedException {
    HostGate gate = gate(8, 0);
    gate.pause(Duration.ofMinutes(10));
    gate.pause(Duration.ofSeconds(1));

    assertThat(gate.status().paused()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aDeadHostIsProbedByOneAtATimeAndLessAndLessOften() throws InterruptedException {
    HostGate gate = gate(8, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
      gate.release(TestingCallers.URGENT, DEAD, true);
    }
    assertThat(gate.acquire(TestingCallers.RECHECK)).contains(DEAD);

    pass(Duration.ofSeconds(2));
    assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
    assertThat(gate.acquire(TestingCallers.RECHECK)).contains(DEAD);
    gate.release(TestingCallers.URGENT, DEAD, true);

    pass(Duration.ofSeconds(2));
    assertThat(gate.acquire(TestingCallers.RECHECK)).contains(DEAD);
    pass(Duration.ofSeconds(2));
    assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
    gate.release(TestingCallers.URGENT, FOUND, true);

    assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
    assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
  }

  @Test
  void anAnswerAboutAnImageSaysNothingAgainstTheHost() throws InterruptedException {
    HostGate gate = gate(8, 0);
    for (Reason reason : Set.of(Reason.MANIFEST_UNKNOWN, Reason.REJECTED, Reason.SERVER_ERROR)) {
      for (int i = 0; i < 5; i++) {
        assertThat(gate.acquire(TestingCallers.RECHECK)).isEmpty();
        gate.release(TestingCallers.URGENT, new Unavailable(State.ABSENT, reason, ""), true);
      }
    }
  }

  @Test
  void theRateFallsWhenAHostHasHadEnoughAndCreepsBack() {
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(10, now.get());
    bucket.slowDown();
    bucket.spend(now.get());
    assertThat(bucket.untilNext(now.get())).isEqualTo(Duration.ofMillis(200));

    pass(Duration.ofSeconds(30));
    bucket.spend(now.get());
    assertThat(bucket.untilNext(now.get())).isLessThan(Duration.ofMillis(200));
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofSeconds(30));
      bucket.spend(now.get());
    }
    bucket.spend(now.get());
    assertThat(bucket.untilNext(now.get())).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void noMoreRequestsASecondThanConfigured() {
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(5, now.get());
    int sent = 0;
    for (int millis = 0; millis < 10_000; millis++) {
      if (bucket.untilNext(now.get()).isZero()) {
        bucket.spend(now.get());
        sent++;
      }
      pass(Duration.ofMillis(1));
    }

    assertThat(sent).isBetween(49, 52);
  }

  private HostGate gate(int concurrency, double rate) {
    return new HostGate(
        TestingHosts.limited("reg.io", rate, concurrency), now::get, new Places(1, 1));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  // Returns when it waits.
  private static Thread waiting(HostGate gate, Caller caller, String name, List<String> admitted) {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    assertThat(gate.acquire(caller)).isEmpty();
                    admitted.add(name);
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    Waiting.eventually(
        () ->
            thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.WAITING);
    return thread;
  }
}
