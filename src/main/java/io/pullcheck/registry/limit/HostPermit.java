package io.pullcheck.registry.limit;

import io.pullcheck.registry.http.Deadline;
import java.time.Duration;

/// A check's stay in a host's lane. Its first request was accounted for when it was let in.
public final class HostPermit {

  private final HostGate lane;
  private final Deadline deadline;
  private final long begun = System.nanoTime();
  private boolean asked;

  public HostPermit(HostGate lane, Deadline deadline) {
    this.lane = lane;
    this.deadline = deadline;
  }

  public Deadline deadline() {
    return deadline;
  }

  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// The host asks to be left alone for a while.
  public void leaveAlone(Duration time) {
    lane.leaveAlone(time);
  }

  /// A request is about to be sent.
  public void request() {
    if (asked) {
      lane.anotherRequest();
    }
    asked = true;
  }
}
