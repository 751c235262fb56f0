package io.pullcheck.registry.limit;

import java.time.Duration;

/// What a check holds while it may send requests to one host. The request with which it begins is
/// already accounted for. For one thread.
public final class HostPermit {

  private final HostGate gate;
  private final long begun = System.nanoTime();
  private boolean firstSent;

  HostPermit(HostGate gate) {
    this.gate = gate;
  }

  /// The time since the check was let in.
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// Pauses the host for everybody, because it asked for that.
  public void pause(Duration time) {
    gate.pause(time);
  }

  /// Accounts for a request that is about to be sent.
  public void request() {
    if (firstSent) {
      gate.anotherRequest();
    }
    firstSent = true;
  }
}
