package io.pullcheck.metrics;

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
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What depends on images that are gone, which of them can be had back, and which tags have moved.
/// There are series only for such images: in a healthy cluster, none.
public final class RescueMetrics implements InventoryFamilies {

  private final RunningPods pods;

  /// An absent image in a namespace.
  private record Lost(String image, String namespace) {

    LabelPairs labels() {
      return LabelPairs.of("image", image, "namespace", namespace);
    }
  }

  public RescueMetrics(RunningPods pods) {
    this.pods = pods;
  }

  @Override
  public void write(Snapshot snapshot, GaugeText out) throws IOException {
    Map<LabelPairs, Integer> recoverable = new TreeMap<>();
    Map<Lost, Integer> lost = new HashMap<>();
    for (Workload workload : snapshot.workloads()) {
      for (ContainerImage image : workload.images()) {
        PullStatus status = snapshot.status(workload, image);
        if (status.state().filter(State.ABSENT::equals).isPresent()) {
          recoverable(status)
              .ifPresent(digest -> recoverable.put(labels(workload, image, digest), 1));
          lost.merge(
              new Lost(image.image(), workload.id().namespace()),
              workload.replicas(),
              Integer::sum);
        }
      }
    }
    out.write(
        "recoverable", "The tag is gone, but its registry still has the manifest.", recoverable);
    writeLost(lost, out);
    out.write(
        "digest_drift",
        "Pods that run another digest than the one that their tag names now.",
        drifts(snapshot));
  }

  private static LabelPairs labels(Workload workload, ContainerImage image, String digest) {
    return LabelPairs.of(
        "container",
        image.container(),
        "digest",
        digest,
        "image",
        image.image(),
        "kind",
        workload.id().kind().word(),
        "name",
        workload.id().name(),
        "namespace",
        workload.id().namespace());
  }

  private static Optional<String> recoverable(PullStatus status) {
    return status.last().map(CheckedVerdict::verdict).stream()
        .filter(Verdict.Unavailable.class::isInstance)
        .flatMap(verdict -> ((Verdict.Unavailable) verdict).recoverable().stream())
        .findFirst()
        .flatMap(ImageReference::digest);
  }

  private void writeLost(Map<Lost, Integer> lost, GaugeText out) throws IOException {
    Map<LabelPairs, Integer> wanted = new TreeMap<>();
    Map<LabelPairs, Integer> running = new TreeMap<>();
    Map<LabelPairs, Integer> nodes = new TreeMap<>();
    lost.forEach(
        (each, replicas) -> {
          LabelPairs labels = each.labels();
          wanted.put(labels, replicas);
          if (pods.watched()) {
            running.put(labels, pods.spread(each.image, each.namespace).pods());
            nodes.put(labels, pods.spread(each.image).nodes().size());
          }
        });
    out.write("absent_image_replicas", "Pods that workloads want of an absent image.", wanted);
    out.write("absent_image_pods", "Pods that still run an absent image.", running);
    out.write(
        "absent_image_nodes", "Nodes that still run an absent image, in any namespace.", nodes);
  }

  private Map<LabelPairs, Integer> drifts(Snapshot snapshot) {
    Map<LabelPairs, Integer> points = new TreeMap<>();
    Drift.all(snapshot, pods)
        .forEach(
            drift ->
                points.put(ContainerVerdict.labels(drift.workload(), drift.image()), drift.pods()));
    return points;
  }
}
