package io.pullcheck.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.Drift;
import io.pullcheck.rescue.RunningPods;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What depends on images that are gone, which of them can be had back, and which tags have moved.
/// There are series only for such images: in a healthy cluster, none.
public final class RescueMetrics implements MultiCollector {

  private final Supplier<Snapshot> inventory;
  private final RunningPods pods;

  /// An absent image in a namespace.
  private record Lost(String image, String namespace) {

    Labels labels() {
      return Labels.of("image", LabelText.of(image), "namespace", namespace);
    }
  }

  /// @param inventory what to export; gives an empty snapshot on a replica that exports no verdicts
  public RescueMetrics(
      PrometheusRegistry registry, Supplier<Snapshot> inventory, RunningPods pods) {
    this.inventory = inventory;
    this.pods = pods;
    registry.register(this);
  }

  @Override
  public MetricSnapshots collect() {
    Snapshot snapshot = inventory.get();
    Map<Labels, Integer> recoverable = new TreeMap<>();
    Map<Lost, Integer> lost = new HashMap<>();
    for (Workload workload : snapshot.workloads()) {
      for (ContainerImage image : workload.images()) {
        PullStatus status = snapshot.status(workload, image);
        if (status.state().filter(State.ABSENT::equals).isPresent()) {
          recoverable(status)
              .ifPresent(
                  digest ->
                      recoverable.put(
                          ContainerVerdict.labels(workload, image).add("digest", digest), 1));
          lost.merge(
              new Lost(image.image(), workload.id().namespace()),
              workload.replicas(),
              Integer::sum);
        }
      }
    }
    List<GaugeSnapshot> families = new ArrayList<>();
    families.add(
        gauge(
            "recoverable",
            "The tag is gone, but its registry still has the manifest.",
            recoverable));
    families.addAll(lost(lost));
    families.add(drifts(snapshot));
    return new MetricSnapshots(List.copyOf(families));
  }

  private static Optional<String> recoverable(PullStatus status) {
    return status.last().map(CheckedVerdict::verdict).stream()
        .filter(Verdict.Unavailable.class::isInstance)
        .flatMap(verdict -> ((Verdict.Unavailable) verdict).recoverable().stream())
        .findFirst()
        .flatMap(ImageReference::digest);
  }

  private List<GaugeSnapshot> lost(Map<Lost, Integer> lost) {
    Map<Labels, Integer> wanted = new TreeMap<>();
    Map<Labels, Integer> running = new TreeMap<>();
    Map<Labels, Integer> nodes = new TreeMap<>();
    lost.forEach(
        (each, replicas) -> {
          Labels labels = each.labels();
          wanted.put(labels, replicas);
          if (pods.watched()) {
            running.put(labels, pods.spread(each.image, each.namespace).pods());
            nodes.put(labels, pods.spread(each.image).nodes().size());
          }
        });
    return List.of(
        gauge("absent_image_replicas", "Pods that workloads want of an absent image.", wanted),
        gauge("absent_image_pods", "Pods that still run an absent image.", running),
        gauge(
            "absent_image_nodes",
            "Nodes that still run an absent image, in any namespace.",
            nodes));
  }

  private GaugeSnapshot drifts(Snapshot snapshot) {
    Map<Labels, Integer> points = new TreeMap<>();
    Drift.all(snapshot, pods)
        .forEach(
            drift ->
                points.put(ContainerVerdict.labels(drift.workload(), drift.image()), drift.pods()));
    return gauge(
        "digest_drift",
        "Pods that run another digest than the one that their tag names now.",
        points);
  }

  private static GaugeSnapshot gauge(String name, String help, Map<Labels, Integer> values) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    values.forEach((labels, value) -> points.add(Families.point(value, labels)));
    return Families.gauge(name, help, points);
  }
}
