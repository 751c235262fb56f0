package io.pullcheck.replica;

import java.time.Duration;

/// How long somebody still waits for the store, in all. Counts down by the monotonic clock.
///
/// @param end by [System#nanoTime]
record Patience(long end) {

  static Patience of(Duration time) {
    return new Patience(System.nanoTime() + time.toNanos());
  }

  Duration left() {
    long left = end - System.nanoTime();
    return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
  }

  /// What is left, but no more than that.
  Duration atMost(Duration most) {
    Duration left = left();
    return left.compareTo(most) < 0 ? left : most;
  }

  boolean isOver() {
    return left().isZero();
  }
}
