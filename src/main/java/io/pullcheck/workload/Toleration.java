package io.pullcheck.workload;

import io.pullcheck.model.NodePlacement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A toleration as the API has it.
public record Toleration(
    String key, String operator, String value, String effect, @Nullable Integer tolerationSeconds) {

  private static final String EXISTS = "Exists";
  private static final String NOT_READY = "node.kubernetes.io/not-ready";
  private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

  /// Those that decide where a pod is placed.
  public static Stream<NodePlacement.Toleration> placing(List<Toleration> tolerations) {
    return tolerations.stream()
        .filter(each -> !each.outlastsAnOutage())
        .map(
            each -> new NodePlacement.Toleration(each.key, each.operator, each.value, each.effect));
  }

  // The API server gives each pod these two for five minutes, so that it is not moved at once. They
  // place no pod: a node that is not ready or not reachable has the same taints with NoSchedule.
  private boolean outlastsAnOutage() {
    return tolerationSeconds != null && Set.of(NOT_READY, UNREACHABLE).contains(key);
  }

  /// What the DaemonSet controller adds (pkg/controller/daemon/util/daemonset_util.go,
  /// AddOrUpdateDaemonPodTolerations).
  static Stream<NodePlacement.Toleration> ofDaemonPods(boolean hostNetwork) {
    return Stream.concat(
        Stream.of(
            exists(NOT_READY, "NoExecute"),
            exists(UNREACHABLE, "NoExecute"),
            exists("node.kubernetes.io/disk-pressure", "NoSchedule"),
            exists("node.kubernetes.io/memory-pressure", "NoSchedule"),
            exists("node.kubernetes.io/pid-pressure", "NoSchedule"),
            exists("node.kubernetes.io/unschedulable", "NoSchedule")),
        hostNetwork
            ? Stream.of(exists("node.kubernetes.io/network-unavailable", "NoSchedule"))
            : Stream.of());
  }

  private static NodePlacement.Toleration exists(String key, String effect) {
    return new NodePlacement.Toleration(key, EXISTS, "", effect);
  }
}
