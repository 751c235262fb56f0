package io.pullcheck.web;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Limits the reviews that are being answered by the memory that their bodies take: many small
/// bodies, or a few large ones. A body counts as it arrives, so that a client which announces a
/// large one and sends nothing takes little of the limit. One client can take a part of it only, so
/// that it does not keep out the others. Safe for use by many threads.
final class InFlight {

  /// In bytes. Every review counts as at least one unit, which limits their number too.
  static final int UNIT = 64 * 1024;

  private final int most;
  private final int mostOfOne;
  private final AtomicInteger units = new AtomicInteger();
  // Of those clients that have some.
  private final Map<String, Integer> unitsOf = new ConcurrentHashMap<>();

  /// @param bytes the most that all bodies may take together
  /// @param bytesOfOne the most that those of one client may
  InFlight(long bytes, long bytesOfOne) {
    most = units(bytes);
    mostOfOne = units(bytesOfOne);
  }

  /// The share of a new review; nothing if there are too many.
  ///
  /// @param client its address
  Optional<Share> enter(String client) {
    return take(client, 1) ? Optional.of(new Share(client)) : Optional.empty();
  }

  private boolean take(String client, int more) {
    int ofOne = unitsOf.merge(client, more, Integer::sum);
    int ofAll = units.addAndGet(more);
    if (ofOne <= mostOfOne && ofAll <= most) {
      return true;
    }
    give(client, more);
    return false;
  }

  private void give(String client, int back) {
    units.addAndGet(-back);
    unitsOf.computeIfPresent(client, (_, held) -> held == back ? null : held - back);
  }

  /// The part of the limit that one review takes, until it is closed.
  final class Share implements AutoCloseable {

    private final String client;
    private int held = 1;

    private Share(String client) {
      this.client = client;
    }

    /// Makes the share at least so many bytes large.
    ///
    /// @return false if there is no room
    boolean grow(long bytes) {
      int more = units(bytes) - held;
      if (more > 0 && !take(client, more)) {
        return false;
      }
      held += Math.max(0, more);
      return true;
    }

    @Override
    public void close() {
      give(client, held);
    }
  }

  private static int units(long bytes) {
    return (int) ((bytes + UNIT - 1) / UNIT);
  }
}
