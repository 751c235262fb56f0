package io.pullcheck.workload;

import java.util.List;

/// An entry of `imagePullSecrets`, of a pod spec or a service account.
///
/// @param name empty in an entry without a name, which the API allows
public record LocalObjectReference(String name) {

  /// The names, without entries that have none: the kubelet passes over these too
  /// (pkg/kubelet/kubelet_pods.go, getPullSecretsForPod).
  public static List<String> names(List<LocalObjectReference> references) {
    return references.stream()
        .map(LocalObjectReference::name)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
