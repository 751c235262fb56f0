package io.pullcheck.serve;

import io.pullcheck.kubernetes.own.WorkloadEvents;
import io.pullcheck.rescue.Drift;
import io.pullcheck.rescue.RunningPods;
import io.pullcheck.verdict.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Has an Event written, once, for each workload whose image's tag names something else now than
/// what its pods run. For one thread at a time.
final class TagsMoved implements Runnable {

  // So many a round: a `latest` that a whole cluster uses must not become a storm of Events.
  private static final int AT_ONCE = 50;

  private final Supplier<Snapshot> inventory;
  private final RunningPods pods;
  private final WorkloadEvents events;
  private Set<WorkloadEvents.TagMoved> told = Set.of();

  TagsMoved(Supplier<Snapshot> inventory, RunningPods pods, WorkloadEvents events) {
    this.inventory = inventory;
    this.pods = pods;
    this.events = events;
  }

  /// To be called about once a check period on the replica that leads.
  @Override
  public void run() {
    Set<WorkloadEvents.TagMoved> all =
        Drift.all(inventory.get(), pods).map(TagsMoved::event).collect(Collectors.toSet());
    List<WorkloadEvents.TagMoved> news =
        all.stream().filter(each -> !told.contains(each)).limit(AT_ONCE).toList();
    news.forEach(events::happened);
    Set<WorkloadEvents.TagMoved> now = new HashSet<>(told);
    now.retainAll(all);
    now.addAll(news);
    told = now;
  }

  private static WorkloadEvents.TagMoved event(Drift drift) {
    return new WorkloadEvents.TagMoved(
        drift.workload().id(),
        drift.image().container(),
        drift.image().image(),
        drift.running(),
        drift.digest());
  }
}
