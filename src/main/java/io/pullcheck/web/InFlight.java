package io.pullcheck.web;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The cap on reviews that are being answered, by the memory that their bodies take: many small
/// ones or a few of the largest. A body counts as it arrives, so that a client which announces a
/// large one and sends nothing costs little.
final class InFlight {

  /// What the smallest review counts as; bounds their number.
  private static final int UNIT = 64 * 1024;

  private final Semaphore units;

  /// @param bytes of all bodies together
  InFlight(long bytes) {
    units = new Semaphore(units(bytes));
  }

  /// Lets a review in, or nothing if there are too many.
  Optional<Share> enter() {
    return units.tryAcquire() ? Optional.of(new Share()) : Optional.empty();
  }

  /// What one review holds.
  final class Share implements AutoCloseable {

    private int held = 1;

    private Share() {}

    /// Makes it hold so many bytes, if there is room.
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
