package io.pullcheck.model;

import java.util.Set;
import java.util.stream.Collectors;

/// To which platforms a pod template limits itself by `kubernetes.io/os` and `kubernetes.io/arch`,
/// in its nodeSelector or its required node affinity.
///
/// @param os empty: any
/// @param architectures empty: any
public record PlatformSelector(Set<String> os, Set<String> architectures) {

  public static final PlatformSelector ANY = new PlatformSelector(Set.of(), Set.of());

  public PlatformSelector {
    os = Set.copyOf(os);
    architectures = Set.copyOf(architectures);
  }

  /// Those of the cluster's platforms on which the pod may run.
  public Set<Platform> narrow(Set<Platform> cluster) {
    return cluster.stream()
        .filter(platform -> os.isEmpty() || os.contains(platform.os()))
        .filter(
            platform -> architectures.isEmpty() || architectures.contains(platform.architecture()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
