package io.pullcheck.serve;

import java.time.Duration;

/// The sign of life of something that runs again and again. Safe for several threads.
final class Pulse {

  private volatile long last = System.nanoTime();

  void beat() {
    last = System.nanoTime();
  }

  /// The time since the last beat, or since it was made.
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - last);
  }
}
