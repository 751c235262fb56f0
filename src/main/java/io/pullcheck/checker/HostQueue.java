package io.pullcheck.checker;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// The pulls of one registry host that are to be checked now, and how many checks of this host are
/// under way. The namespaces take turns, and none has more than three quarters of what may be under
/// way. Not safe for several threads: the [CheckQueue] guards it.
final class HostQueue {

  // By round, and within a round the pulls of one repository together. A pull that somebody waits
  // for comes first, and then those that were never checked, of round 0.
  private static final Comparator<QueuedPull> ORDER =
      Comparator.<QueuedPull>comparingLong(queued -> queued.round)
          .thenComparing(queued -> queued.destination.repository())
          .thenComparingLong(queued -> queued.number);

  private final int most;
  private final int mostOfANamespace;
  // By namespace, the one whose turn is next in front.
  private final LinkedHashMap<String, TreeSet<QueuedPull>> ready = new LinkedHashMap<>();
  private final Map<String, Integer> underWayOf = new HashMap<>();
  private int underWay;

  /// @param most how many checks may be under way at a time
  HostQueue(int most) {
    this.most = most;
    this.mostOfANamespace = most - most / 4;
  }

  void add(QueuedPull queued) {
    TreeSet<QueuedPull> pulls = ready.computeIfAbsent(namespace(queued), _ -> new TreeSet<>(ORDER));
    pulls.add(queued);
    if (queued.isDemanded()) {
      ready.putFirst(namespace(queued), pulls);
    }
  }

  void remove(QueuedPull queued) {
    ready.computeIfPresent(
        namespace(queued),
        (_, pulls) -> {
          pulls.remove(queued);
          return pulls.isEmpty() ? null : pulls;
        });
  }

  /// Takes the pull whose check may begin now, and counts it as under way.
  Optional<QueuedPull> take() {
    Optional<String> next =
        underWay >= most
            ? Optional.empty()
            : ready.keySet().stream()
                .filter(each -> underWayOf.getOrDefault(each, 0) < mostOfANamespace)
                .findFirst();
    return next.map(this::takeOf);
  }

  private QueuedPull takeOf(String namespace) {
    TreeSet<QueuedPull> pulls = Objects.requireNonNull(ready.remove(namespace));
    QueuedPull queued = pulls.removeFirst();
    if (!pulls.isEmpty()) {
      ready.put(namespace, pulls);
    }
    underWay++;
    underWayOf.merge(namespace, 1, Integer::sum);
    return queued;
  }

  /// The check of a pull that was taken has ended.
  void done(QueuedPull queued) {
    underWay--;
    underWayOf.computeIfPresent(namespace(queued), (_, count) -> count == 1 ? null : count - 1);
  }

  boolean isIdle() {
    return ready.isEmpty() && underWay == 0;
  }

  private static String namespace(QueuedPull queued) {
    return queued.pull.secrets().namespace();
  }
}
