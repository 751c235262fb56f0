package io.pullcheck.web;

import java.util.concurrent.Semaphore;

/// The cap on reviews that are being answered, by the memory that they may take: many small ones or
/// a few of the largest.
final class InFlight {

  /// What the smallest review counts as; bounds their number.
  private static final int UNIT = 64 * 1024;

  private final Semaphore units;

  /// @param bytes of all bodies together
  InFlight(long bytes) {
    units = new Semaphore(units(bytes));
  }

  /// Lets a review in, or refuses it at once.
  ///
  /// @param bytes of its body; pass the same to [#leave]
  boolean enter(long bytes) {
    return units.tryAcquire(units(bytes));
  }

  void leave(long bytes) {
    units.release(units(bytes));
  }

  private static int units(long bytes) {
    return (int) Math.max(1, (bytes + UNIT - 1) / UNIT);
  }
}
