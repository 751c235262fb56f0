package io.pullcheck.registry.http;

import java.time.Duration;

/// The moment by which a check must have ended.
///
/// @param nanos of the monotonic clock
public record Deadline(long nanos) {

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /// Zero when it has passed.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }
}
