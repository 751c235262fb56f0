package io.pullcheck.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HostSettings;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
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
    HostGate lane = lane(2, 0);
    assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
    assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
    List<String> entered = new CopyOnWriteArrayList<>();
    Thread third = waiting(lane, Urgency.RECHECK, "third", entered);

    assertThat(entered).isEmpty();
    lane.leave(FOUND);
    third.join();
    assertThat(entered).containsExactly("third");
  }

  @Test
  void whoIsUrgentComesFirst() throws InterruptedException {
    HostGate lane = lane(1, 0);
    assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
    List<String> entered = new CopyOnWriteArrayList<>();
    Thread recheck = waiting(lane, Urgency.RECHECK, "recheck", entered);
    Thread urgent = waiting(lane, Urgency.URGENT, "urgent", entered);

    lane.leave(FOUND);
    urgent.join();
    lane.leave(FOUND);
    recheck.join();
    assertThat(entered).containsExactly("urgent", "recheck");
  }

  @Test
  void aRateLimitPausesForAsLongAsAskedAndATenthMoreAtMost() throws InterruptedException {
    HostGate lane = lane(8, 0);
    assertThat(lane.enter(Urgency.URGENT)).isEmpty();
    lane.leave(LIMITED);

    assertThat(lane.status().paused()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));
    assertThat(lane.enter(Urgency.URGENT))
        .hasValueSatisfying(
            verdict -> assertThat(verdict).isInstanceOf(Verdict.Inconclusive.class));
    pass(Duration.ofSeconds(66));
    assertThat(lane.status().paused()).isZero();
    assertThat(lane.enter(Urgency.URGENT)).isEmpty();
  }

  @Test
  void noPauseIsLongerThanSixHours() {
    HostGate lane = lane(8, 0);
    for (int i = 0; i < 50; i++) {
      lane.leaveAlone(RetryAfter.MOST);
    }

    assertThat(lane.status().paused()).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void pausesEndAtDifferentMoments() {
    Set<Duration> pauses =
        Stream.generate(() -> lane(8, 0))
            .limit(20)
            .map(
                lane -> {
                  lane.leaveAlone(Duration.ofMinutes(1));
                  return lane.status().paused();
                })
            .collect(Collectors.toSet());

    assertThat(pauses).hasSizeGreaterThan(10);
  }

  @Test
  void afterAPauseItIsSlowerForAWhile() throws InterruptedException {
    HostGate lane = lane(8, 10);
    assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
    lane.leave(LIMITED);
    assertThat(lane.status().requestsPerSecond()).isEqualTo(5);

    pass(Duration.ofSeconds(66));
    assertThat(lane.status().requestsPerSecond()).isBetween(9.0, 10.0);
    pass(Duration.ofSeconds(66));
    assertThat(lane.status().requestsPerSecond()).isEqualTo(10);
  }

  @Test
  void aHostThatDoesNotAnswerIsSaidToBeBroken() throws InterruptedException {
    HostGate lane = lane(8, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(lane.status().circuitOpen()).isFalse();
      assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
      lane.leave(DEAD);
    }
    assertThat(lane.status().circuitOpen()).isTrue();
    assertThat(lane.status().paused()).isZero();

    pass(Duration.ofSeconds(2));
    assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
    lane.leave(FOUND);
    assertThat(lane.status().circuitOpen()).isFalse();
  }

  @Test
  void whoIsUrgentWaitsForTheRateAsWell() throws InterruptedException {
    HostGate lane = lane(8, 5);
    assertThat(lane.enter(Urgency.URGENT)).isEmpty();
    lane.leave(FOUND);
    List<String> entered = new CopyOnWriteArrayList<>();
    Thread urgent = waiting(lane, Urgency.URGENT, "urgent", entered);
    assertThat(entered).isEmpty();

    pass(Duration.ofMillis(200));
    urgent.join();
    assertThat(entered).containsExactly("urgent");
  }

  @Test
  void anEarlierPauseDoesNotShortenALaterOne() throws InterruptedException {
    HostGate lane = lane(8, 0);
    lane.leaveAlone(Duration.ofMinutes(10));
    lane.leaveAlone(Duration.ofSeconds(1));

    assertThat(lane.status().paused()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aDeadHostIsProbedByOneAtATimeAndLessAndLessOften() throws InterruptedException {
    HostGate lane = lane(8, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
      lane.leave(DEAD);
    }
    assertThat(lane.enter(Urgency.RECHECK)).contains(DEAD);

    pass(Duration.ofSeconds(2));
    assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
    assertThat(lane.enter(Urgency.RECHECK)).contains(DEAD);
    lane.leave(DEAD);

    pass(Duration.ofSeconds(2));
    assertThat(lane.enter(Urgency.RECHECK)).contains(DEAD);
    pass(Duration.ofSeconds(2));
    assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
    lane.leave(FOUND);

    assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
    assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
  }

  @Test
  void anAnswerAboutAnImageSaysNothingAgainstTheHost() throws InterruptedException {
    HostGate lane = lane(8, 0);
    for (Reason reason : Set.of(Reason.MANIFEST_UNKNOWN, Reason.REJECTED, Reason.SERVER_ERROR)) {
      for (int i = 0; i < 5; i++) {
        assertThat(lane.enter(Urgency.RECHECK)).isEmpty();
        lane.leave(new Unavailable(State.ABSENT, reason, ""));
      }
    }
  }

  @Test
  void theRateFallsWhenAHostHasHadEnoughAndCreepsBack() {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(10, now.get());
    pace.slowDown();
    pace.spend(now.get());
    assertThat(pace.untilNext(now.get())).isEqualTo(Duration.ofMillis(200));

    pass(Duration.ofSeconds(30));
    pace.spend(now.get());
    assertThat(pace.untilNext(now.get())).isLessThan(Duration.ofMillis(200));
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofSeconds(30));
      pace.spend(now.get());
    }
    pace.spend(now.get());
    assertThat(pace.untilNext(now.get())).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void noMoreRequestsASecondThanConfigured() {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(5, now.get());
    int sent = 0;
    for (int millis = 0; millis < 10_000; millis++) {
      if (pace.untilNext(now.get()).isZero()) {
        pace.spend(now.get());
        sent++;
      }
      pass(Duration.ofMillis(1));
    }

    assertThat(sent).isBetween(49, 52);
  }

  private HostGate lane(int concurrency, double rate) {
    return new HostGate(
        new HostSettings(
            List.of(),
            false,
            Set.of(),
            rate,
            concurrency,
            Optional.empty(),
            false,
            false,
            Optional.empty()),
        now::get);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  // Returns when it waits.
  private static Thread waiting(HostGate lane, Urgency urgency, String name, List<String> entered) {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    assertThat(lane.enter(urgency)).isEmpty();
                    entered.add(name);
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
