package io.pullcheck.checker;

import io.pullcheck.model.Pull;
import java.time.Instant;

/// A pull's place in the [CheckQueue], which alone changes it.
final class QueuedPull {

  /// Where a pull stands.
  enum Place {
    /// Until it is due.
    WAITING,
    /// In its host's line.
    READY,
    /// Being checked.
    UNDER_WAY,
    /// Nobody uses it any more.
    FORGOTTEN
  }

  final Pull pull;
  final Destination destination;
  final long number;

  Place place = Place.READY;
  Instant due = Instant.MIN;
  long round;
  // It is to be checked whatever is known of it; if it is under way, once more.
  boolean expedited;
  // It was so when it was taken.
  boolean unconditional;

  QueuedPull(Pull pull, Destination destination, long number) {
    this.pull = pull;
    this.destination = destination;
    this.number = number;
  }
}
