package io.pullcheck.registry.limit;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Hosts that do not answer, or have not been asked yet. Whoever may create workloads can name
/// thousands of them, each of which would hold a connection, a lookup of its name and memory until
/// its deadline: so all of them together have only so many places, and those that do answer never
/// wait for them.
public final class UnprovenHosts {

  private static final int PLACES = 64;

  private final Semaphore places = new Semaphore(PLACES, true);

  /// Asks a host something, if need be after waiting for a place.
  ///
  /// @param lane which the caller has entered
  public <T> T ask(HostGate lane, Supplier<T> question) throws InterruptedException {
    if (lane.answers()) {
      return question.get();
    }
    places.acquire();
    try {
      return question.get();
    } finally {
      places.release();
    }
  }
}
