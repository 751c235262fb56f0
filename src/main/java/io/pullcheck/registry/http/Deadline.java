package io.pullcheck.registry.http;

import java.time.Duration;

/// The moment by which a check must have ended, on the monotonic clock.
public record Deadline(long nanos) {

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /// Zero when it has passed.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  /// An earlier one, which leaves half of the time to who comes next.
  Deadline half() {
    return in(remaining().dividedBy(2));
  }
}
