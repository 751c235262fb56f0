package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes an Event on the workload when one of its images becomes unavailable and when it is back,
/// for `kubectl describe`. Where more than [#MOST_WORKLOADS] workloads of a namespace change at
/// once, one Event on the namespace tells of all. Safe for use by many threads.
///
/// There is one Event object a workload, image and kind of change; when the same happens again its
/// count grows. They are written one after the other by one thread, and beyond [#MOST_WRITES] at
/// once the rest are dropped: a registry that is down for thousands of workloads must not become a
/// storm of writes to the API server.
public final class WorkloadEvents implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkloadEvents.class);
  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final int MOST_WORKLOADS = 10;
  private static final int MOST_WRITES = 256;
  private static final int WAITING = 20_000;
  private static final Duration MODE_AGAIN = Duration.ofMinutes(10);
  private static final int REMEMBERED = 4096;

  private final InstantSource clock;
  private final Duration atOnce;
  private final EventWriter writer;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("events").factory());
  // What has changed since the first change that is not written yet; guarded by this.
  private List<Change> waiting = new ArrayList<>();
  // When we last told of a namespace's unknown mode; guarded by this.
  private final Map<UnknownMode, Instant> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UnknownMode, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// What happened to one image of one workload.
  ///
  /// @param verdict what holds from now on
  /// @param rescue how an image that is gone can be had back, the best way first: sentences, each
  ///   to be written if there is room. Asked for when the Event is written, and so not for each of
  ///   the thousands that may change at once.
  public record Change(
      WorkloadId workload,
      String container,
      String image,
      Verdict verdict,
      Supplier<List<String>> rescue) {

    boolean available() {
      return verdict instanceof Verdict.Available;
    }
  }

  /// A tag that names something else now than what a workload's pods run.
  ///
  /// @param running the digest that its pods have
  /// @param digest the one that the tag names now
  public record TagMoved(
      WorkloadId workload, String container, String image, String running, String digest) {}

  /// A namespace whose label does not choose a mode.
  ///
  /// @param label its key
  /// @param words that it may have: `warn, deny or off`
  public record UnknownMode(String namespace, String label, String value, String words) {}

  private record Group(String namespace, boolean available) {

    static Group of(Change change) {
      return new Group(change.workload().namespace(), change.available());
    }
  }

  public WorkloadEvents(KubernetesClient client, InstantSource clock) {
    this(client, clock, AT_ONCE);
  }

  /// @param atOnce how long after a change others count as having happened at once with it
  WorkloadEvents(KubernetesClient client, InstantSource clock, Duration atOnce) {
    this.clock = clock;
    this.atOnce = atOnce;
    this.writer = new EventWriter(client);
  }

  /// Hands the change over and returns at once.
  public synchronized void happened(Change change) {
    if (waiting.size() >= WAITING) {
      log.atDebug().addKeyValue("image", change.image()).log("too many events, dropped one");
      return;
    }
    if (waiting.isEmpty()) {
      schedule(this::writeWaiting, atOnce);
    }
    waiting.add(change);
  }

  /// Hands it over and returns at once. What was told a short time ago is not told again.
  public synchronized void happened(UnknownMode mode) {
    Instant now = clock.instant();
    @Nullable Instant last = told.get(mode);
    if (last != null && last.plus(MODE_AGAIN).isAfter(now)) {
      return;
    }
    told.put(mode, now);
    schedule(() -> writer.attempt(() -> write(EventDraft.unknownMode(mode))), Duration.ZERO);
  }

  /// Hands it over and returns at once. It is written once, as long as the API server keeps the
  /// Event.
  public void happened(TagMoved moved) {
    schedule(
        () ->
            writer.attempt(
                () ->
                    writer
                        .reference(moved.workload())
                        .map(workload -> EventDraft.of(moved, workload))
                        .ifPresent(draft -> writer.writeOnce(draft.event(clock.instant())))),
        Duration.ZERO);
  }

  private void schedule(Runnable task, Duration delay) {
    try {
      var _ = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.atDebug().log("no events while shutting down");
    }
  }

  private synchronized List<Change> takeWaiting() {
    List<Change> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private void writeWaiting() {
    List<Runnable> writes = new ArrayList<>();
    takeWaiting().stream()
        .collect(Collectors.groupingBy(Group::of, LinkedHashMap::new, Collectors.toList()))
        .forEach((group, changes) -> writes.addAll(writes(group, changes)));
    if (writes.size() > MOST_WRITES) {
      log.atDebug().addKeyValue("dropped", writes.size() - MOST_WRITES).log("too many events");
    }
    writes.stream().limit(MOST_WRITES).forEach(writer::attempt);
  }

  private List<Runnable> writes(Group group, List<Change> changes) {
    return changes.stream().map(Change::workload).distinct().count() > MOST_WORKLOADS
        ? List.of(() -> write(EventDraft.of(group.namespace(), changes)))
        : changes.stream().<Runnable>map(change -> () -> write(change)).toList();
  }

  private void write(Change change) {
    writer
        .reference(change.workload())
        .ifPresent(workload -> write(EventDraft.of(change, workload)));
  }

  private void write(EventDraft draft) {
    writer.write(draft.event(clock.instant()));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
