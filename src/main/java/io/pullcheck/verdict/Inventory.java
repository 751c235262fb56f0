package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadListener;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Which workloads use which pulls, and what is known of each pull. A pull that no workload uses
/// any more is forgotten. A change costs as much as the workloads and pulls that it is about,
/// however many there are, and nobody who reads everything holds up those who change it. Safe for
/// use by many threads.
public final class Inventory implements WorkloadListener {

  /// Hears when the state of an image that a workload uses changes. That an image which was never
  /// checked is available is no change. Called by the thread that recorded the verdict, without the
  /// inventory's lock; must not block.
  @FunctionalInterface
  public interface ChangeListener {

    /// The state of one image of the workload has changed.
    ///
    /// @param now the verdict in force from now on
    void changed(Workload workload, ContainerImage image, Verdict now);
  }

  /// What has changed since an earlier revision.
  ///
  /// @param revision of this inventory at that moment, for the next call of [#changes]
  /// @param pulls those whose status has changed, with what is known of them now
  public record Changes(long revision, Map<Pull, PullStatus> pulls) {
    public Changes {
      pulls = Map.copyOf(pulls);
    }
  }

  private static final class Tracked {
    // Most pulls have one user: a set with room for more would cost every one of them.
    private final Set<WorkloadId> users = HashSet.newHashSet(1);
    private volatile PullStatus status = PullStatus.UNCHECKED;
    // The inventory's revision at which the status became what it is.
    private long changed;
  }

  /// A snapshot that was made at that version or a little later.
  private record Copied(long version, Snapshot snapshot) {}

  private final Predicate<String> checked;
  private final ChangeListener changes;
  // These three are changed under the lock and read without it.
  private final Map<WorkloadId, Workload> workloads = new ConcurrentHashMap<>();
  private final Map<Pull, Tracked> pulls = new ConcurrentHashMap<>();
  // Each pull whose status is known, by the revision at which it became what it is.
  private final ConcurrentNavigableMap<Long, Pull> byRevision = new ConcurrentSkipListMap<>();
  private final Map<String, Set<Pull>> byNamespace = new HashMap<>();
  private final Map<String, Instant> credentialsChanged = new HashMap<>();
  private PullListener listener = PullListener.NONE;
  // Grows by one with each change of a status.
  private volatile long revision;
  // Grows by one after each change of anything.
  private final AtomicLong version = new AtomicLong();
  private volatile Copied last = new Copied(0, Snapshot.EMPTY);

  /// @param checked which images, as written, are checked at all
  public Inventory(Predicate<String> checked, ChangeListener changes) {
    this.checked = checked;
    this.changes = changes;
  }

  public Inventory(Predicate<String> checked) {
    this(checked, (_, _, _) -> {});
  }

  /// Sets the one listener, in place of the one before. It hears at once of the pulls that are
  /// there already.
  public synchronized void listen(PullListener listener) {
    this.listener = listener;
    pulls.keySet().forEach(listener::added);
  }

  /// The workload is there, and this is what it is now.
  @Override
  public synchronized void replace(Workload workload) {
    List<ContainerImage> images =
        workload.images().stream().filter(image -> checked.test(image.image())).toList();
    Workload now = workload.with(images);
    Workload before = images.isEmpty() ? workloads.remove(now.id()) : workloads.put(now.id(), now);
    if (now.equals(before)) {
      return;
    }
    Set<Pull> wanted = pullsOf(now);
    // The new ones come before the old ones go, so that a pull which both use is not forgotten.
    wanted.forEach(pull -> use(pull, now.id()));
    if (before != null) {
      leave(before, wanted);
    }
    version.incrementAndGet();
  }

  /// The workload is gone. Does nothing if it is not there.
  @Override
  public synchronized void remove(WorkloadId id) {
    Workload before = workloads.remove(id);
    if (before != null) {
      leave(before, Set.of());
      version.incrementAndGet();
    }
  }

  /// The pull secrets or service accounts of a namespace may have changed, at that time.
  public synchronized void credentialsChanged(String namespace, Instant at) {
    credentialsChanged.put(namespace, at);
    byNamespace.getOrDefault(namespace, Set.of()).forEach(listener::credentialsChanged);
  }

  /// When the credentials of a namespace last changed; [Instant#MIN] if they have not.
  public synchronized Instant credentialsChangedAt(String namespace) {
    return credentialsChanged.getOrDefault(namespace, Instant.MIN);
  }

  /// A check of the pull has found this.
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
    Verdict verdict = now.last().orElseThrow().verdict();
    for (Workload workload : users(pull)) {
      for (ContainerImage image : workload.images()) {
        if (workload.pull(image).equals(pull)) {
          changes.changed(workload, image, verdict);
        }
      }
    }
  }

  private synchronized List<Workload> users(Pull pull) {
    Tracked tracked = pulls.get(pull);
    return tracked == null
        ? List.of()
        : tracked.users.stream().map(workloads::get).filter(Objects::nonNull).toList();
  }

  /// Takes over what another replica, the leader, has found. No [ChangeListener] hears of it: the
  /// leader's has. Ignored if no workload uses the pull, or if what is known is newer; what is
  /// known from after `now` by a clock that was wrong is not.
  public void adopt(Pull pull, PullStatus found, Instant now) {
    var _ = update(pull, known -> known.isNewerThan(found) && !known.isAhead(now) ? known : found);
  }

  /// The pulls whose status has changed. Costs as much as these are. A change that happens
  /// meanwhile may be left to the next call.
  ///
  /// @param since the revision of earlier changes; 0 for everything that is known
  public Changes changes(long since) {
    long now = revision;
    Map<Pull, PullStatus> statuses = new HashMap<>();
    byRevision
        .tailMap(since, false)
        .values()
        .forEach(pull -> status(pull).ifPresent(status -> statuses.put(pull, status)));
    return new Changes(now, statuses);
  }

  /// Whether the status of any pull is known. Costs nothing.
  public boolean knowsAnything() {
    return !byRevision.isEmpty();
  }

  /// The pull is to be checked next at that time.
  public void due(Pull pull, Instant at) {
    update(pull, status -> status.dueAt(at));
  }

  /// What is known of the pull; nothing if no workload uses it.
  public Optional<PullStatus> status(Pull pull) {
    return Optional.ofNullable(pulls.get(pull)).map(tracked -> tracked.status);
  }

  /// Everything, as it is now; a change that happens meanwhile may be in it or not. Costs nothing
  /// while nothing changes, else a shallow copy.
  public Snapshot snapshot() {
    Copied known = last;
    long now = version.get();
    if (known.version != now) {
      Map<Pull, PullStatus> statuses = HashMap.newHashMap(pulls.size());
      pulls.forEach((pull, tracked) -> statuses.put(pull, tracked.status));
      known = new Copied(now, new Snapshot(List.copyOf(workloads.values()), statuses));
      last = known;
    }
    return known.snapshot;
  }

  private synchronized Optional<PullStatus> update(Pull pull, UnaryOperator<PullStatus> change) {
    Tracked tracked = pulls.get(pull);
    if (tracked == null) {
      return Optional.empty();
    }
    PullStatus now = change.apply(tracked.status);
    if (!now.equals(tracked.status)) {
      long next = revision + 1;
      tracked.status = now;
      byRevision.put(next, pull);
      byRevision.remove(tracked.changed);
      tracked.changed = next;
      // Last: whoever reads this number finds all that led to it.
      revision = next;
      version.incrementAndGet();
    }
    return Optional.of(now);
  }

  private static Set<Pull> pullsOf(Workload workload) {
    return workload.images().stream()
        .map(workload::pull)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void use(Pull pull, WorkloadId user) {
    Tracked tracked = pulls.computeIfAbsent(pull, _ -> new Tracked());
    boolean first = tracked.users.isEmpty();
    tracked.users.add(user);
    if (first) {
      byNamespace.computeIfAbsent(pull.secrets().namespace(), _ -> new LinkedHashSet<>()).add(pull);
      listener.added(pull);
    }
  }

  private void leave(Workload before, Set<Pull> kept) {
    for (Pull pull : pullsOf(before)) {
      Tracked tracked = pulls.get(pull);
      if (tracked == null || kept.contains(pull)) {
        continue;
      }
      tracked.users.remove(before.id());
      if (tracked.users.isEmpty()) {
        forget(pull);
      }
    }
  }

  private void forget(Pull pull) {
    Tracked forgotten = pulls.remove(pull);
    if (forgotten != null) {
      byRevision.remove(forgotten.changed);
    }
    byNamespace.computeIfPresent(
        pull.secrets().namespace(),
        (_, others) -> {
          others.remove(pull);
          return others.isEmpty() ? null : others;
        });
    listener.gone(pull);
  }
}
