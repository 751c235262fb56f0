package io.pullcheck;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.kubernetes.NoClusterException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The way to the cluster that the flags name.
final class Cluster {

  private Cluster() {}

  static KubernetesClient connect(Optional<Path> kubeconfig, Map<String, String> environment) {
    try {
      return ClusterConnection.open(kubeconfig, environment);
    } catch (NoClusterException e) {
      throw new InvalidConfiguration(String.valueOf(e.getMessage()), e);
    }
  }
}
