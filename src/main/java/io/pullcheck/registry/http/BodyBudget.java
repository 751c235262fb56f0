package io.pullcheck.registry.http;

import io.pullcheck.config.HeapShares;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The memory for bodies that are being read, of all hosts together. Every answer first takes a
/// small piece, which is enough for nearly all of them. A longer one takes the most that its
/// request allows, all at once: two that each waited for the other's part would wait for ever. So
/// registries that send megabytes delay each other and nobody else. Safe for several threads.
public final class BodyBudget {

  /// In bytes. Nearly all manifests are shorter, and of an error no more is read.
  static final int SMALL = 64 * 1024;

  private final Semaphore small;
  // In pieces of the small size.
  private final Semaphore large;
  private final int mostLarge;

  public BodyBudget(HeapShares shares) {
    small = new Semaphore(pieces(shares.smallBodies()), true);
    mostLarge = pieces(shares.largeBodies());
    large = new Semaphore(mostLarge, true);
  }

  private static int pieces(long bytes) {
    return Math.toIntExact(Math.clamp(bytes / SMALL, 1, Integer.MAX_VALUE));
  }

  /// For one answer.
  public Share share() {
    return new Share();
  }

  /// What one answer takes until it is closed, which may happen while another thread still waits
  /// for more.
  public final class Share implements AutoCloseable {

    private int smallHeld;
    private int largeHeld;
    private boolean closed;

    private Share() {}

    /// Waits for a small piece, if it has none yet.
    ///
    /// @return false if there is none by the deadline
    boolean takeSmall(Deadline deadline) throws InterruptedException {
      if (smallHeld > 0) {
        return true;
      }
      boolean taken = take(small, 1, deadline);
      return taken && hold(1, 0);
    }

    /// Waits for room for so many bytes.
    ///
    /// @return false if there is none by the deadline
    boolean takeLarge(long bytes, Deadline deadline) throws InterruptedException {
      if (largeHeld > 0) {
        return true;
      }
      // In a very small heap one body may need all of it.
      int pieces = Math.min(pieces(bytes), mostLarge);
      boolean taken = take(large, pieces, deadline);
      return taken && hold(0, pieces);
    }

    /// Gives back what it holds: the body that took it is not needed any more, and another one may
    /// follow. Whoever is about to wait for anything else must not keep a piece meanwhile.
    public synchronized void empty() {
      small.release(smallHeld);
      large.release(largeHeld);
      smallHeld = 0;
      largeHeld = 0;
    }

    private synchronized boolean hold(int ofSmall, int ofLarge) {
      if (closed) {
        small.release(ofSmall);
        large.release(ofLarge);
        return false;
      }
      smallHeld += ofSmall;
      largeHeld += ofLarge;
      return true;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        empty();
      }
    }
  }

  private static boolean take(Semaphore from, int pieces, Deadline deadline)
      throws InterruptedException {
    return from.tryAcquire(pieces, deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
  }
}
