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
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(1, now);
    assertThat(bucket.untilNext(now)).isZero();
    bucket.spend(now);

    assertThat(bucket.untilNext(now)).isEqualTo(Duration.ofSeconds(1));
    pass(Duration.ofMillis(400));
    assertThat(bucket.untilNext(now)).isEqualTo(Duration.ofMillis(600));
    pass(Duration.ofMillis(600));
    assertThat(bucket.untilNext(now)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 5, 50})
  void aBurstIsAFifthOfASecondsRequests(double rate) {
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(rate, now);
    pass(Duration.ofHours(1));

    int atOnce = 0;
    while (bucket.untilNext(now).isZero()) {
      bucket.spend(now);
      atOnce++;
    }

    assertThat(atOnce).isEqualTo((int) Math.max(1, rate / 5));
  }

  @Test
  void requestsBeyondTheRateAreWaitedOutByThoseAfterThem() {
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(10, now);
    for (int i = 0; i < 12; i++) {
      bucket.spend(now);
    }

    assertThat(bucket.untilNext(now)).isEqualTo(Duration.ofMillis(1_100));
  }

  @Test
  void withoutALimitNothingWaits() {
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(0, now);
    for (int i = 0; i < 10_000; i++) {
      bucket.spend(now);
    }

    assertThat(bucket.untilNext(now)).isZero();
    assertThat(bucket.requestsPerSecond(now)).isInfinite();
    assertThat(bucket.isFull(now)).isTrue();
  }

  @Test
  void aLimitIsFoundWhereNoneWasConfiguredAndLiftedAgain() {
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(0, now);
    bucket.slowDown();
    assertThat(bucket.requestsPerSecond(now)).isEqualTo(50);

    pass(Duration.ofSeconds(10));
    assertThat(bucket.requestsPerSecond(now)).isBetween(50.0, 60.0);
    pass(Duration.ofSeconds(100));
    assertThat(bucket.requestsPerSecond(now)).isInfinite();
  }

  @Test
  void theRateNeverFallsToNothing() {
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(5, now);
    for (int i = 0; i < 100; i++) {
      bucket.slowDown();
    }

    assertThat(bucket.requestsPerSecond(now)).isEqualTo(0.1);
    assertThat(bucket.isFull(now)).isFalse();
  }

  @Test
  void theRateCreepsBackAndNotBeyondWhatIsConfigured() {
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(8, now);
    bucket.slowDown();
    double before = bucket.requestsPerSecond(now);
    assertThat(before).isEqualTo(4);

    for (int i = 0; i < 60; i++) {
      pass(Duration.ofSeconds(1));
      double rate = bucket.requestsPerSecond(now);
      assertThat(rate).isBetween(before, before * 1.011);
      before = rate;
    }
    assertThat(before).isLessThan(8);
    pass(Duration.ofSeconds(30));
    assertThat(bucket.requestsPerSecond(now)).isEqualTo(8);
    pass(Duration.ofSeconds(1));
    assertThat(bucket.isFull(now)).isTrue();
  }

  @Test
  void aNewConfigurationCountsAtOnceButDoesNotForgetThatItWasTooMuch() {
    AdaptiveTokenBucket bucket = new AdaptiveTokenBucket(8, now);
    bucket.configure(2);
    assertThat(bucket.requestsPerSecond(now)).isEqualTo(2);
    bucket.configure(20);
    assertThat(bucket.requestsPerSecond(now)).isEqualTo(20);

    bucket.slowDown();
    bucket.configure(50);
    assertThat(bucket.requestsPerSecond(now)).isEqualTo(10);
    bucket.configure(5);
    assertThat(bucket.requestsPerSecond(now)).isEqualTo(5);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
