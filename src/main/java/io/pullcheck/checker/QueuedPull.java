package io.pullcheck.checker;

import io.pullcheck.model.Pull;
import io.pullcheck.verdict.Destination;
import java.time.Instant;

/// A pull in the [CheckQueue], which alone changes its fields.
final class QueuedPull {

  /// Where in the queue a pull is.
  enum Place {
    /// It waits until it is due.
    WAITING,
    /// It is in its host's queue, to be checked now.
    READY,
    /// Its check is under way.
    UNDER_WAY,
    /// No workload uses it any more.
    FORGOTTEN
  }

  final Pull pull;
  final Destination destination;
  // In the order in which pulls were added; makes the order of the queues total.
  final long number;

  Place place = Place.READY;
  Instant due = Instant.MIN;
  // The round of the queue in which it became ready; 0 if it was never checked, less if somebody
  // waits for it.
  long round;
  // To be checked whatever is known of it; if its check is under way, once more after that.
  boolean expedited;
  // Whether it was expedited when it was taken for the check that is under way.
  boolean unconditional;
  // Since when somebody waits for a check that is to come before all others; MIN if nobody does.
  Instant demanded = Instant.MIN;
  // A verdict that serves in place of the check that is under way must be newer than this.
  Instant newerThan = Instant.MIN;

  QueuedPull(Pull pull, Destination destination, long number) {
    this.pull = pull;
    this.destination = destination;
    this.number = number;
  }

  boolean isDemanded() {
    return !demanded.equals(Instant.MIN);
  }
}
