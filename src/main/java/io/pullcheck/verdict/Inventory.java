package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.State;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadListener;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which workloads use which pulls, and what is known of each. A pull that no workload uses any
/// more is forgotten. Safe for use by many threads.
public final class Inventory implements WorkloadListener {

  private static final class Tracked {
    private int workloads;
    private PullStatus status = PullStatus.UNCHECKED;
    // Of which revision that is.
    private long changed;
  }

  private final Predicate<String> checked;
  private final ChangeListener changes;
  private final Map<WorkloadId, Workload> workloads = new HashMap<>();
  private final Map<Pull, Tracked> pulls = new HashMap<>();
  private final Map<String, Set<Pull>> byNamespace = new HashMap<>();
  private PullListener listener = new Unheard();
  // Counts the changes of what is known.
  private long revision;
  // What the last snapshot was, until something changes.
  private @Nullable Snapshot snapshot = Snapshot.EMPTY;

  /// @param checked which images, as written, are looked at at all: `--allowed-images` and
  ///   `--ignored-images`
  /// @param changes hears of each change of state
  public Inventory(Predicate<String> checked, ChangeListener changes) {
    this.checked = checked;
    this.changes = changes;
  }

  public Inventory(Predicate<String> checked) {
    this(checked, (workload, image, now) -> {});
  }

  /// From now on `listener` hears of pulls, first of those that are there already. There is one.
  public synchronized void listen(PullListener listener) {
    this.listener = listener;
    pulls.keySet().forEach(listener::added);
  }

  @Override
  public synchronized void replace(Workload workload) {
    List<ContainerImage> images =
        workload.images().stream().filter(image -> checked.test(image.image())).toList();
    Workload now =
        new Workload(
            workload.id(), images, workload.secrets(), workload.platforms(), workload.enabled());
    Workload before = images.isEmpty() ? workloads.remove(now.id()) : workloads.put(now.id(), now);
    if (now.equals(before)) {
      return;
    }
    snapshot = null;
    // The new ones first, so that a pull which both have is not forgotten in between.
    pullsOf(now).forEach(this::use);
    if (before != null) {
      pullsOf(before).forEach(this::leave);
    }
  }

  /// Does nothing if the workload is not there.
  @Override
  public synchronized void remove(WorkloadId id) {
    Workload before = workloads.remove(id);
    if (before != null) {
      snapshot = null;
      pullsOf(before).forEach(this::leave);
    }
  }

  /// A check of the pull found this.
  ///
  /// @return what is known of the pull now; nothing if no workload uses it any more
  public Optional<PullStatus> record(Pull pull, CheckedVerdict checked) {
    PullStatus before = status(pull).orElse(PullStatus.UNCHECKED);
    Optional<PullStatus> now = update(pull, status -> status.after(checked));
    now.filter(status -> isNews(before, status)).ifPresent(status -> notifyChange(pull, status));
    return now;
  }

  private static boolean isNews(PullStatus before, PullStatus now) {
    return before.state().isEmpty()
        ? now.state().isPresent() && now.state().get() != State.AVAILABLE
        : !before.state().equals(now.state());
  }

  private void notifyChange(Pull pull, PullStatus now) {
    for (Workload workload : snapshot().workloads()) {
      for (ContainerImage image : workload.images()) {
        if (workload.pull(image).equals(pull)) {
          changes.changed(workload, image, now.last().orElseThrow().verdict());
        }
      }
    }
  }

  /// Another replica, which leads, has found this. Nobody is told: it was that replica's to tell.
  /// Ignored if no workload uses the pull, or if what is known is newer.
  public void adopt(Pull pull, PullStatus found) {
    var _ = update(pull, known -> known.isNewerThan(found) ? known : found);
  }

  /// What is known of the pulls of which that has changed since.
  ///
  /// @param since the revision of earlier changes; 0: everything that is known
  public synchronized Changes changes(long since) {
    Map<Pull, PullStatus> statuses = new HashMap<>();
    pulls.forEach(
        (pull, tracked) -> {
          if (tracked.changed > since) {
            statuses.put(pull, tracked.status);
          }
        });
    return new Changes(revision, statuses);
  }

  /// The pull is to be checked next at that time.
  public void due(Pull pull, Instant at) {
    update(pull, status -> status.dueAt(at));
  }

  /// What is known of the pull; nothing if no workload uses it.
  public synchronized Optional<PullStatus> status(Pull pull) {
    return Optional.ofNullable(pulls.get(pull)).map(tracked -> tracked.status);
  }

  /// The pulls whose secrets are those of that namespace.
  public synchronized Set<Pull> pullsOf(String namespace) {
    return Set.copyOf(byNamespace.getOrDefault(namespace, Set.of()));
  }

  /// Everything, as it is now. Costs nothing while nothing changes, else a shallow copy.
  public synchronized Snapshot snapshot() {
    if (snapshot == null) {
      Map<Pull, PullStatus> statuses = HashMap.newHashMap(pulls.size());
      pulls.forEach((pull, tracked) -> statuses.put(pull, tracked.status));
      snapshot = new Snapshot(List.copyOf(workloads.values()), statuses);
    }
    return snapshot;
  }

  private synchronized Optional<PullStatus> update(Pull pull, UnaryOperator<PullStatus> change) {
    Tracked tracked = pulls.get(pull);
    if (tracked == null) {
      return Optional.empty();
    }
    PullStatus now = change.apply(tracked.status);
    if (!now.equals(tracked.status)) {
      tracked.status = now;
      tracked.changed = ++revision;
      snapshot = null;
    }
    return Optional.of(now);
  }

  private static Set<Pull> pullsOf(Workload workload) {
    return workload.images().stream()
        .map(workload::pull)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void use(Pull pull) {
    Tracked tracked = pulls.computeIfAbsent(pull, _ -> new Tracked());
    tracked.workloads++;
    if (tracked.workloads == 1) {
      byNamespace.computeIfAbsent(pull.secrets().namespace(), _ -> new LinkedHashSet<>()).add(pull);
      listener.added(pull);
    }
  }

  private void leave(Pull pull) {
    Tracked tracked = pulls.get(pull);
    if (tracked == null || --tracked.workloads > 0) {
      return;
    }
    pulls.remove(pull);
    String namespace = pull.secrets().namespace();
    Set<Pull> others = byNamespace.get(namespace);
    if (others != null) {
      others.remove(pull);
      if (others.isEmpty()) {
        byNamespace.remove(namespace);
      }
    }
    listener.gone(pull);
  }

  private static final class Unheard implements PullListener {
    @Override
    public void added(Pull pull) {}

    @Override
    public void gone(Pull pull) {}
  }
}
