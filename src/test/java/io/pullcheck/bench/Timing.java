package io.pullcheck.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How long things take.
final class Timing {

  private static final Duration LONGEST = Duration.ofMinutes(20);
  // Each look costs the program a snapshot and a TLS handshake.
  private static final Duration POLL = Duration.ofMillis(300);

  private Timing() {}

  static void await(BooleanSupplier condition) {
    await(condition, POLL);
  }

  /// @param pause between two looks, which cost what they look at CPU
  static void await(BooleanSupplier condition, Duration pause) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within " + LONGEST);
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  /// @param since by [System#nanoTime]
  static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
