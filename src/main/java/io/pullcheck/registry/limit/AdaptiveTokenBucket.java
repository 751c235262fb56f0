package io.pullcheck.registry.limit;

import java.time.Duration;

/// A token bucket whose rate falls when a registry says "too many", and creeps back up. Not safe
/// for several threads; the lane's lock guards it. Times are those of the monotonic clock, in
/// nanoseconds.
final class AdaptiveTokenBucket {

  private static final double SECOND = 1e9;
  // What an unlimited host falls to first, and above which the limit is lifted again.
  private static final double UNLIMITED = 100;
  private static final double SLOWEST = 0.1;
  private static final double RECOVERY_PER_SECOND = 1.01;

  private double configured;
  private double rate;
  private double tokens;
  private long filled;

  AdaptiveTokenBucket(double requestsPerSecond, long now) {
    configure(requestsPerSecond);
    rate = configured;
    tokens = burst();
    filled = now;
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

  /// A request is sent; beyond the rate if it belongs to a check that has begun, which those after
  /// it then wait out.
  void spend(long now) {
    fill(now);
    if (rate != Double.POSITIVE_INFINITY) {
      tokens--;
    }
  }

  /// How many requests it lets through for now; infinite where there is no limit.
  double requestsPerSecond(long now) {
    fill(now);
    return rate;
  }

  /// Is it as it was at the beginning?
  boolean isFull(long now) {
    fill(now);
    return rate == configured && tokens >= burst();
  }

  void slowDown() {
    rate = Math.max(SLOWEST, Math.min(rate, UNLIMITED) / 2);
    tokens = Math.min(tokens, 1);
  }

  private void fill(long now) {
    double seconds = Math.max(0, (double) (now - filled) / SECOND);
    filled = now;
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
