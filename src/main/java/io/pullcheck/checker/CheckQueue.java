package io.pullcheck.checker;

import io.pullcheck.model.Pull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The priority queue: all pulls by the time at which they are due, and those that are due in one
/// line per registry host. Of each line only so many are under way at a time, so that the others
/// cost a few words of memory each, and a registry that does not answer holds up nobody but itself.
///
/// Safe for use by many threads.
final class CheckQueue {

  private static final Comparator<QueuedPull> BY_DUE =
      Comparator.<QueuedPull, Instant>comparing(queued -> queued.due)
          .thenComparingLong(queued -> queued.number);

  private final int perHost;
  private final Map<Pull, QueuedPull> pulls = new HashMap<>();
  private final TreeSet<QueuedPull> waiting = new TreeSet<>(BY_DUE);
  private final Map<String, Line> lines = new HashMap<>();
  private long round;
  private long added;

  /// @param perHost how many pulls of one host may be under way at a time
  CheckQueue(int perHost) {
    this.perHost = perHost;
  }

  /// A pull that was never checked: it is ready, ahead of all that were.
  synchronized void add(Pull pull, Destination destination) {
    QueuedPull queued = new QueuedPull(pull, destination, added++);
    if (pulls.putIfAbsent(pull, queued) == null) {
      line(queued).ready.add(queued);
    }
  }

  synchronized void remove(Pull pull) {
    QueuedPull queued = pulls.remove(pull);
    if (queued != null) {
      withdraw(queued);
      queued.place = QueuedPull.Place.FORGOTTEN;
    }
  }

  /// A round begins: what is due by now becomes ready.
  synchronized void promoteDue(Instant now) {
    round++;
    while (!waiting.isEmpty() && !waiting.first().due.isAfter(now)) {
      makeReady(waiting.first());
    }
  }

  /// The pull is ready now, whenever it was due; if it is under way, once more as soon as it is
  /// done.
  synchronized void expedite(Pull pull) {
    QueuedPull queued = pulls.get(pull);
    if (queued != null) {
      queued.expedited = true;
      if (queued.place == QueuedPull.Place.WAITING) {
        makeReady(queued);
      }
    }
  }

  /// Takes what may be checked now. Each must be handed back by [#done].
  synchronized List<QueuedPull> take() {
    List<QueuedPull> taken = new ArrayList<>();
    for (Line line : lines.values()) {
      while (line.underWay < perHost && !line.ready.isEmpty()) {
        QueuedPull queued = line.ready.removeFirst();
        queued.place = QueuedPull.Place.UNDER_WAY;
        queued.unconditional = queued.expedited;
        queued.expedited = false;
        line.underWay++;
        taken.add(queued);
      }
    }
    return taken;
  }

  /// The check of a pull has ended, and it is due again then.
  synchronized void done(QueuedPull queued, Instant due) {
    line(queued).underWay--;
    if (queued.place != QueuedPull.Place.FORGOTTEN) {
      queued.due = due;
      queued.place = QueuedPull.Place.WAITING;
      waiting.add(queued);
      if (queued.expedited) {
        makeReady(queued);
      }
    }
    dropIfIdle(queued);
  }

  private void makeReady(QueuedPull queued) {
    waiting.remove(queued);
    queued.round = round;
    queued.place = QueuedPull.Place.READY;
    line(queued).ready.add(queued);
  }

  private void withdraw(QueuedPull queued) {
    switch (queued.place) {
      case WAITING -> waiting.remove(queued);
      case READY -> {
        line(queued).ready.remove(queued);
        dropIfIdle(queued);
      }
      case UNDER_WAY, FORGOTTEN -> {}
    }
  }

  private Line line(QueuedPull queued) {
    return lines.computeIfAbsent(queued.destination.host(), _ -> new Line());
  }

  private void dropIfIdle(QueuedPull queued) {
    Line line = lines.get(queued.destination.host());
    if (line != null && line.isIdle()) {
      lines.remove(queued.destination.host());
    }
  }
}
