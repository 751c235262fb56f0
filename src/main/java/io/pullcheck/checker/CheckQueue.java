package io.pullcheck.checker;

import io.pullcheck.model.Pull;
import io.pullcheck.verdict.Destination;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The priority queue: all pulls by the time at which they are due, and the due ones in one queue
/// per registry host. The number of checks under way is limited per host, so that a waiting pull
/// costs a few words of memory and no thread, and a registry that does not answer delays the pulls
/// of no other. At a host the namespaces take turns, so that one with thousands of pulls delays its
/// own alone.
///
/// Safe for use by many threads.
final class CheckQueue {

  private static final Comparator<QueuedPull> BY_DUE =
      Comparator.<QueuedPull, Instant>comparing(queued -> queued.due)
          .thenComparingLong(queued -> queued.number);

  // Before the pulls that were never checked.
  private static final long DEMANDED = -1;

  private final int perHost;
  private final Map<Pull, QueuedPull> pulls = new HashMap<>();
  private final TreeSet<QueuedPull> waiting = new TreeSet<>(BY_DUE);
  private final Map<String, HostQueue> hosts = new HashMap<>();
  // Grows with each call of promoteDue: what came due in an earlier round is checked first.
  private long round;
  private long added;

  /// @param perHost how many checks of one host may be under way at a time
  CheckQueue(int perHost) {
    this.perHost = perHost;
  }

  /// Adds a pull that was never checked. It is ready at once, ahead of all that were checked
  /// before.
  synchronized void add(Pull pull, Destination destination) {
    QueuedPull queued = new QueuedPull(pull, destination, added++);
    if (pulls.putIfAbsent(pull, queued) == null) {
      host(queued).add(queued);
    }
  }

  synchronized void remove(Pull pull) {
    QueuedPull queued = pulls.remove(pull);
    if (queued != null) {
      withdraw(queued);
      queued.place = QueuedPull.Place.FORGOTTEN;
    }
  }

  /// Begins a round: the pulls that are due by now become ready.
  synchronized void promoteDue(Instant now) {
    round++;
    while (!waiting.isEmpty() && !waiting.first().due.isAfter(now)) {
      makeReady(waiting.first());
    }
  }

  /// Makes the pull ready now, whenever it is due. If its check is under way, it is checked once
  /// more after that.
  synchronized void expedite(Pull pull) {
    QueuedPull queued = pulls.get(pull);
    if (queued != null) {
      queued.expedited = true;
      if (queued.place == QueuedPull.Place.WAITING) {
        makeReady(queued);
      }
    }
  }

  /// Makes the pull the next one of its host, because somebody waits for it since that time. If its
  /// check is under way, it is checked once more after that.
  ///
  /// @return false if the pull is not in the queue
  synchronized boolean demand(Pull pull, Instant at) {
    QueuedPull queued = pulls.get(pull);
    if (queued == null) {
      return false;
    }
    withdraw(queued);
    queued.expedited = true;
    queued.demanded = at;
    if (queued.place != QueuedPull.Place.UNDER_WAY) {
      makeReady(queued);
    }
    return true;
  }

  /// Makes the pull ready now if it waits, but as one that may have been checked elsewhere since.
  synchronized void reconsider(Pull pull) {
    QueuedPull queued = pulls.get(pull);
    if (queued != null && queued.place == QueuedPull.Place.WAITING) {
      makeReady(queued);
    }
  }

  /// Takes the pulls whose checks may begin now. Each must be handed back by [#done].
  synchronized List<QueuedPull> take() {
    List<QueuedPull> taken = new ArrayList<>();
    for (HostQueue host : hosts.values()) {
      for (Optional<QueuedPull> next = host.take(); next.isPresent(); next = host.take()) {
        QueuedPull queued = next.get();
        queued.place = QueuedPull.Place.UNDER_WAY;
        queued.unconditional = queued.expedited;
        queued.expedited = false;
        queued.newerThan = queued.demanded;
        queued.demanded = Instant.MIN;
        taken.add(queued);
      }
    }
    return taken;
  }

  /// The check of a pull has ended.
  ///
  /// @param due when to check it next
  synchronized void done(QueuedPull queued, Instant due) {
    host(queued).done(queued);
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
    queued.round = queued.isDemanded() ? DEMANDED : round;
    queued.place = QueuedPull.Place.READY;
    host(queued).add(queued);
  }

  private void withdraw(QueuedPull queued) {
    switch (queued.place) {
      case WAITING -> waiting.remove(queued);
      case READY -> {
        host(queued).remove(queued);
        dropIfIdle(queued);
      }
      case UNDER_WAY, FORGOTTEN -> {}
    }
  }

  private HostQueue host(QueuedPull queued) {
    return hosts.computeIfAbsent(queued.destination.host(), _ -> new HostQueue(perHost));
  }

  private void dropIfIdle(QueuedPull queued) {
    HostQueue host = hosts.get(queued.destination.host());
    if (host != null && host.isIdle()) {
      hosts.remove(queued.destination.host());
    }
  }
}
