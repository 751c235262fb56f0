package io.pullcheck.registry;

import java.time.Duration;

/// A check's stay in a host's lane. Its first request was accounted for when it was let in.
final class Visit {

  private final Lane lane;
  private final Deadline deadline;
  private final long begun = System.nanoTime();
  private boolean asked;

  Visit(Lane lane, Deadline deadline) {
    this.lane = lane;
    this.deadline = deadline;
  }

  Deadline deadline() {
    return deadline;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// The host asks to be left alone for a while.
  void leaveAlone(Duration time) {
    lane.leaveAlone(time);
  }

  /// A request is about to be sent.
  void request() {
    if (asked) {
      lane.anotherRequest();
    }
    asked = true;
  }
}
