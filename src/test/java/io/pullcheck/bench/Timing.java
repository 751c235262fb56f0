package io.pullcheck.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How long things take.
final class Timing {

  private static final Duration LONGEST = Duration.ofMinutes(20);
  // A look at all images costs the program CPU: three a second made the reviews slower that were
  // measured meanwhile.
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration CHEAP = Duration.ofMillis(100);

  private Timing() {}

  static void await(BooleanSupplier condition) {
    await(condition, POLL);
  }

  /// Waits for what costs next to nothing to look at.
  static void awaitCheap(BooleanSupplier condition) {
    await(condition, CHEAP);
  }

  private static void await(BooleanSupplier condition, Duration pause) {
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
