package io.pullcheck.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdaptiveTokenBucketTest {

  private long now = Long.MAX_VALUE - 5;

  @Test
  void theFirstRequestGoesAtOnceAndLaterOnesAtTheRate() {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(1, now);
    assertThat(pace.untilNext(now)).isZero();
    pace.spend(now);

    assertThat(pace.untilNext(now)).isEqualTo(Duration.ofSeconds(1));
    pass(Duration.ofMillis(400));
    assertThat(pace.untilNext(now)).isEqualTo(Duration.ofMillis(600));
    pass(Duration.ofMillis(600));
    assertThat(pace.untilNext(now)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 5, 50})
  void aBurstIsAFifthOfASecondsRequests(double rate) {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(rate, now);
    pass(Duration.ofHours(1));

    int atOnce = 0;
    while (pace.untilNext(now).isZero()) {
      pace.spend(now);
      atOnce++;
    }

    assertThat(atOnce).isEqualTo((int) Math.max(1, rate / 5));
  }

  @Test
  void requestsBeyondTheRateAreWaitedOutByThoseAfterThem() {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(10, now);
    for (int i = 0; i < 12; i++) {
      pace.spend(now);
    }

    assertThat(pace.untilNext(now)).isEqualTo(Duration.ofMillis(1_100));
  }

  @Test
  void withoutALimitNothingWaits() {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(0, now);
    for (int i = 0; i < 10_000; i++) {
      pace.spend(now);
    }

    assertThat(pace.untilNext(now)).isZero();
    assertThat(pace.requestsPerSecond(now)).isInfinite();
    assertThat(pace.isFull(now)).isTrue();
  }

  @Test
  void aLimitIsFoundWhereNoneWasConfiguredAndLiftedAgain() {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(0, now);
    pace.slowDown();
    assertThat(pace.requestsPerSecond(now)).isEqualTo(50);

    pass(Duration.ofSeconds(10));
    assertThat(pace.requestsPerSecond(now)).isBetween(50.0, 60.0);
    pass(Duration.ofSeconds(100));
    assertThat(pace.requestsPerSecond(now)).isInfinite();
  }

  @Test
  void theRateNeverFallsToNothing() {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(5, now);
    for (int i = 0; i < 100; i++) {
      pace.slowDown();
    }

    assertThat(pace.requestsPerSecond(now)).isEqualTo(0.1);
    assertThat(pace.isFull(now)).isFalse();
  }

  @Test
  void theRateCreepsBackAndNotBeyondWhatIsConfigured() {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(8, now);
    pace.slowDown();
    double before = pace.requestsPerSecond(now);
    assertThat(before).isEqualTo(4);

    for (int i = 0; i < 60; i++) {
      pass(Duration.ofSeconds(1));
      double rate = pace.requestsPerSecond(now);
      assertThat(rate).isBetween(before, before * 1.011);
      before = rate;
    }
    assertThat(before).isLessThan(8);
    pass(Duration.ofSeconds(30));
    assertThat(pace.requestsPerSecond(now)).isEqualTo(8);
    pass(Duration.ofSeconds(1));
    assertThat(pace.isFull(now)).isTrue();
  }

  @Test
  void aNewConfigurationCountsAtOnceButDoesNotForgetThatItWasTooMuch() {
    AdaptiveTokenBucket pace = new AdaptiveTokenBucket(8, now);
    pace.configure(2);
    assertThat(pace.requestsPerSecond(now)).isEqualTo(2);
    pace.configure(20);
    assertThat(pace.requestsPerSecond(now)).isEqualTo(20);

    pace.slowDown();
    pace.configure(50);
    assertThat(pace.requestsPerSecond(now)).isEqualTo(10);
    pace.configure(5);
    assertThat(pace.requestsPerSecond(now)).isEqualTo(5);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
