package io.pullcheck.kubernetes.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Platform;
import io.pullcheck.workload.ClusterNode;
import io.pullcheck.workload.Toleration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The cluster's nodes and runtime classes, as far as they decide where a pod may run. Safe for use
/// by many threads.
final class ClusterNodes {

  // Placements whose platforms are remembered until a node changes: thousands of workloads have the
  // same, and looking through all nodes for each check would cost more than the check.
  private static final long MOST_PLACEMENTS = 2_000;

  private final Map<String, ClusterNode> nodes = new ConcurrentHashMap<>();
  private final Map<String, ContainerRuntime> runtimes = new ConcurrentHashMap<>();
  private final Map<String, Scheduling> runtimeClasses = new ConcurrentHashMap<>();
  private final Interner<String> texts = Interner.newWeakInterner();
  // A new one for each change: what is still being found of the old nodes must not get into it.
  private volatile Cache<NodePlacement, Set<Platform>> platforms = newCache();

  /// What is read of a RuntimeClass.
  private record RuntimeClass(Scheduling scheduling) {}

  /// What a RuntimeClass adds to its pods (plugin/pkg/admission/runtimeclass).
  private record Scheduling(Map<String, String> nodeSelector, List<Toleration> tolerations) {

    NodePlacement addedTo(NodePlacement placement) {
      Map<String, String> labels = new HashMap<>(placement.nodeSelector());
      labels.putAll(nodeSelector);
      return new NodePlacement(
          placement.nodeName(),
          placement.os(),
          labels,
          placement.requiredTerms(),
          Stream.concat(placement.tolerations().stream(), Toleration.placing(tolerations))
              .collect(Collectors.toUnmodifiableSet()),
          placement.runtimeClass());
    }
  }

  private static Cache<NodePlacement, Set<Platform>> newCache() {
    return Caffeine.newBuilder().maximumSize(MOST_PLACEMENTS).build();
  }

  ReportingStore.Sink nodes() {
    return ReportingStore.Sink.of(
        node -> {
          replace(nodes, node.name(), node.node(texts::intern));
          node.runtime().ifPresent(runtime -> runtimes.put(node.name(), runtime));
        },
        (_, name) -> {
          replace(nodes, name, Optional.empty());
          runtimes.remove(name);
        });
  }

  ReportingStore.Sink runtimeClasses() {
    return ReportingStore.Sink.of(
        object ->
            replace(
                runtimeClasses,
                object.name(),
                Optional.of(object.read(RuntimeClass.class).scheduling)),
        (_, name) -> replace(runtimeClasses, name, Optional.empty()));
  }

  // A kubelet reports every few minutes, and hardly ever something that matters here.
  private <T> void replace(Map<String, T> all, String name, Optional<T> now) {
    @Nullable T before = now.isPresent() ? all.put(name, now.get()) : all.remove(name);
    if (!now.equals(Optional.ofNullable(before))) {
      platforms = newCache();
    }
  }

  /// The platforms of the nodes that a pod may run on; empty if it fits none of them, or if its
  /// runtime class is not there or cannot be read, so that nobody knows.
  Set<Platform> platforms(NodePlacement placement) {
    return platforms.get(placement, this::found);
  }

  /// The nodes' runtime; containerd if they differ, since what it can pull CRI-O can too; nothing
  /// if no node has told.
  Optional<ContainerRuntime> runtime() {
    return runtimes.values().stream().min(Comparator.naturalOrder());
  }

  private Set<Platform> found(NodePlacement placement) {
    if (placement.runtimeClass().isEmpty()) {
      return ClusterNode.platforms(placement, nodes.values());
    }
    @Nullable Scheduling scheduling = runtimeClasses.get(placement.runtimeClass());
    return scheduling == null
        ? Set.of()
        : ClusterNode.platforms(scheduling.addedTo(placement), nodes.values());
  }
}
