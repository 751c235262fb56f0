package io.pullcheck.web;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Limits the reviews that are being answered by the memory that their bodies take: many small
/// bodies, or a few large ones. A body counts as it arrives, so that a client which announces a
/// large one and sends nothing takes little of the limit. Safe for use by many threads.
final class InFlight {

  /// In bytes. Every review counts as at least one unit, which limits their number too.
  private static final int UNIT = 64 * 1024;

  private final Semaphore units;

  /// @param bytes the most that all bodies may take together
  InFlight(long bytes) {
    units = new Semaphore(units(bytes));
  }

  /// The share of a new review; nothing if there are too many.
  Optional<Share> enter() {
    return units.tryAcquire() ? Optional.of(new Share()) : Optional.empty();
  }

  /// The part of the limit that one review takes, until it is closed.
  final class Share implements AutoCloseable {

    private int held = 1;

    private Share() {}

    /// Makes the share at least so many bytes large.
    ///
    /// @return false if there is no room
    boolean grow(long bytes) {
      int more = units(bytes) - held;
      if (more > 0 && !units.tryAcquire(more)) {
        return false;
      }
      held += Math.max(0, more);
      return true;
    }

    @Override
    public void close() {
      units.release(held);
    }
  }

  private static int units(long bytes) {
    return (int) ((bytes + UNIT - 1) / UNIT);
  }
}
