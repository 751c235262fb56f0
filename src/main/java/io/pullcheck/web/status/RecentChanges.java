package io.pullcheck.web.status;

import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The last changes of images' states: copied ones, too, so that every replica shows them. Changes
/// of one registry that say the same at about the same time are one entry: an outage does not push
/// all others out. [#follow] is for one thread, the others for any.
final class RecentChanges {

  /// @param at of the first of them
  /// @param from the state before, `unchecked` if the image was new
  /// @param images those of the images that are named, at most [#NAMED]
  /// @param count how many images there are
  record Change(
      Instant at,
      String registry,
      String from,
      String to,
      Optional<String> reason,
      Optional<String> summary,
      List<String> images,
      int count) {}

  static final int MOST = 100;
  static final int NAMED = 5;

  private static final Duration TOGETHER = Duration.ofMinutes(5);

  private final Inventory inventory;
  private final Function<String, String> registryOf;
  private final Map<Pull, State> known = new HashMap<>();
  private long revision;
  // The newest last.
  private final Deque<Entry> entries = new ArrayDeque<>();

  RecentChanges(Inventory inventory, Function<String, String> registryOf) {
    this.inventory = inventory;
    this.registryOf = registryOf;
  }

  /// Takes in what has changed since the last call. Costs as much as that is.
  void follow() {
    Inventory.Changes changes = inventory.changes(revision);
    revision = changes.revision();
    changes.pulls().entrySet().stream()
        .sorted(Comparator.comparing(each -> each.getKey().image()))
        .forEach(each -> follow(each.getKey(), each.getValue()));
  }

  private void follow(Pull pull, PullStatus status) {
    Optional<State> now = status.state();
    if (now.isEmpty()) {
      return;
    }
    State before = known.put(pull, now.get());
    boolean news = before == null ? now.get() != State.AVAILABLE : before != now.get();
    if (news) {
      add(
          pull.image(),
          new Entry(
              registryOf.apply(pull.image()),
              before == null ? ImagesQuery.UNCHECKED : before.word(),
              now.get().word(),
              status.reason(),
              status.since().orElse(Instant.EPOCH)));
    }
  }

  /// Forgets the pulls that no workload uses any more.
  void prune() {
    known.keySet().retainAll(inventory.snapshot().pulls().keySet());
  }

  private synchronized void add(String image, Entry next) {
    Optional<Entry> same = entries.stream().filter(entry -> entry.isTogetherWith(next)).findFirst();
    if (same.isEmpty()) {
      entries.addLast(next);
      if (entries.size() > MOST) {
        entries.removeFirst();
      }
    }
    same.orElse(next).add(image, next.last);
  }

  /// The newest first.
  synchronized List<Change> list() {
    return entries.stream()
        .map(Entry::change)
        .sorted(Comparator.comparing(Change::at).reversed())
        .toList();
  }

  private static final class Entry {
    // More images than these are counted, but not told apart.
    private static final int TOLD_APART = 1_000;

    private final String registry;
    private final String from;
    private final String to;
    private final Optional<Reason> reason;
    private final Set<String> images = new LinkedHashSet<>();
    private Instant first;
    private Instant last;
    private int more;

    Entry(String registry, String from, String to, Optional<Reason> reason, Instant at) {
      this.registry = registry;
      this.from = from;
      this.to = to;
      this.reason = reason;
      this.first = at;
      this.last = at;
    }

    boolean isTogetherWith(Entry next) {
      return registry.equals(next.registry)
          && from.equals(next.from)
          && to.equals(next.to)
          && reason.equals(next.reason)
          && Duration.between(last, next.last).abs().compareTo(TOGETHER) <= 0;
    }

    void add(String image, Instant at) {
      first = at.isBefore(first) ? at : first;
      last = at.isAfter(last) ? at : last;
      if (images.size() < TOLD_APART) {
        images.add(image);
      } else if (!images.contains(image)) {
        more++;
      }
    }

    Change change() {
      return new Change(
          first,
          registry,
          from,
          to,
          reason.map(Reason::word),
          reason.map(Reason::summary),
          images.stream().limit(NAMED).toList(),
          images.size() + more);
    }
  }
}
