package io.pullcheck.checker;

import java.util.Comparator;
import java.util.TreeSet;

/// The pulls of one registry host that are to be checked now, and how many of them are under way.
final class Line {

  /// Those that came due earlier first, and of one round those of a repository together. What was
  /// never checked is of round 0.
  private static final Comparator<QueuedPull> ORDER =
      Comparator.<QueuedPull>comparingLong(queued -> queued.round)
          .thenComparing(queued -> queued.destination.repository())
          .thenComparingLong(queued -> queued.number);

  final TreeSet<QueuedPull> ready = new TreeSet<>(ORDER);
  int underWay;

  boolean isIdle() {
    return ready.isEmpty() && underWay == 0;
  }
}
