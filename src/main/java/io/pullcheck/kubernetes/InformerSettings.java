package io.pullcheck.kubernetes;

import io.pullcheck.image.WorkloadKind;
import java.util.Objects;
import java.util.Set;

/// What of the cluster is watched.
///
/// @param forceChecked kinds whose workloads are reported although they run nothing now:
///   `--force-check-disabled-controllers`
/// @param nodes whether the nodes' platforms are wanted
public record InformerSettings(
    Set<WorkloadKind> kinds,
    Set<WorkloadKind> forceChecked,
    NamespaceFilter namespaces,
    PullSecretMode pullSecrets,
    boolean nodes) {

  public InformerSettings {
    kinds = Set.copyOf(kinds);
    forceChecked = Set.copyOf(forceChecked);
    Objects.requireNonNull(namespaces, "namespaces");
    Objects.requireNonNull(pullSecrets, "pullSecrets");
  }
}
