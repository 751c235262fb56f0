package io.pullcheck.kubernetes.watch;

import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.workload.WorkloadKind;
import java.util.Objects;
import java.util.Set;

/// What of the cluster is watched.
///
/// @param forceCheckDisabled kinds whose workloads are reported although they run nothing now:
///   `--force-check-disabled-controllers`
/// @param nodes whether the nodes' platforms are wanted
public record InformerSettings(
    Set<WorkloadKind> kinds,
    Set<WorkloadKind> forceCheckDisabled,
    NamespaceFilter namespaces,
    PullSecretAccess pullSecrets,
    boolean nodes) {

  public InformerSettings {
    kinds = Set.copyOf(kinds);
    forceCheckDisabled = Set.copyOf(forceCheckDisabled);
    Objects.requireNonNull(namespaces, "namespaces");
    Objects.requireNonNull(pullSecrets, "pullSecrets");
  }
}
