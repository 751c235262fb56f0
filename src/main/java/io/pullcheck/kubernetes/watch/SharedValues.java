package io.pullcheck.kubernetes.watch;

import com.github.benmanes.caffeine.cache.Interner;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import java.util.Map;

/// One object for all equal values that many workloads have: a large cluster has many containers,
/// and few names for them. What no workload has any more is forgotten. Safe for several threads.
final class SharedValues {

  private final Interner<String> texts = Interner.newWeakInterner();
  private final Interner<Map<String, String>> maps = Interner.newWeakInterner();
  private final Interner<PullSecrets> secrets = Interner.newWeakInterner();
  private final Interner<NodePlacement> placements = Interner.newWeakInterner();

  /// The same workload, made of shared values; its own name and its images' stay as they are.
  Workload share(Workload workload) {
    WorkloadId id = workload.id();
    return new Workload(
        new WorkloadId(texts.intern(id.namespace()), id.kind(), id.name()),
        workload.images().stream().map(this::share).toList(),
        secrets.intern(workload.secrets()),
        placements.intern(workload.placement()),
        workload.replicas(),
        share(workload.labels()));
  }

  private Map<String, String> share(Map<String, String> labels) {
    return labels.isEmpty() ? labels : maps.intern(labels);
  }

  private ContainerImage share(ContainerImage image) {
    return new ContainerImage(
        texts.intern(image.container()), texts.intern(image.path()), image.image());
  }
}
