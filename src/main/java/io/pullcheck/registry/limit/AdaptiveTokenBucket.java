package io.pullcheck.registry.limit;

import java.time.Duration;

/// A token bucket whose rate halves when a registry says that it got too many requests, and then
/// recovers by 1 % a second. Not safe for several threads: the gate's lock guards it. Times are
/// those of the monotonic clock, in nanoseconds.
final class AdaptiveTokenBucket {

  private static final double SECOND = 1e9;
  // Requests a second: an unlimited host counts as this fast when it is slowed down, and is
  // unlimited again once it has recovered to this.
  private static final double UNLIMITED = 100;
  private static final double SLOWEST = 0.1;
  private static final double RECOVERY_PER_SECOND = 1.01;

  private double configured;
  private double rate;
  private double tokens;
  private long filledAt;

  AdaptiveTokenBucket(double requestsPerSecond, long now) {
    configure(requestsPerSecond);
    rate = configured;
    tokens = burst();
    filledAt = now;
  }

  /// @param requestsPerSecond 0: no limit
  final void configure(double requestsPerSecond) {
    double before = configured;
    configured = requestsPerSecond == 0 ? Double.POSITIVE_INFINITY : requestsPerSecond;
    rate = before == 0 || rate >= before ? configured : Math.min(rate, configured);
  }

  /// How long until a request may be sent; zero: now.
  Duration untilNext(long now) {
    fill(now);
    return tokens >= 1 || rate == Double.POSITIVE_INFINITY
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil((1 - tokens) / rate * SECOND));
  }

  /// Takes a token for a request that is sent. A check that has begun does not wait for one, so
  /// that the number of tokens can fall below zero; later checks then wait longer.
  void spend(long now) {
    fill(now);
    if (rate != Double.POSITIVE_INFINITY) {
      tokens--;
    }
  }

  /// The rate of the moment; infinite where there is no limit.
  double requestsPerSecond(long now) {
    fill(now);
    return rate;
  }

  /// Is the bucket full, and its rate the configured one?
  boolean isFull(long now) {
    fill(now);
    return rate == configured && tokens >= burst();
  }

  /// Halves the rate, down to one request in ten seconds.
  void slowDown() {
    rate = Math.max(SLOWEST, Math.min(rate, UNLIMITED) / 2);
    tokens = Math.min(tokens, 1);
  }

  private void fill(long now) {
    double seconds = Math.max(0, (double) (now - filledAt) / SECOND);
    filledAt = now;
    if (rate == Double.POSITIVE_INFINITY) {
      return;
    }
    tokens = Math.min(burst(), tokens + seconds * rate);
    if (rate < configured) {
      double faster = rate * Math.pow(RECOVERY_PER_SECOND, Math.min(seconds, 600));
      rate = faster >= Math.min(configured, UNLIMITED) ? configured : faster;
    }
  }

  private double burst() {
    return Math.max(1, Math.min(rate, UNLIMITED) / 5);
  }
}
