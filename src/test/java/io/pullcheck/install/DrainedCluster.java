package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A cluster whose nodes and pods are objects alone: no kubelet runs anything, and none takes a pod
/// away that is being deleted, so pods have no grace period.
record DrainedCluster(Cluster cluster) {

  /// Metadata of a pod that a ReplicaSet has made.
  static final String DEPLOYED =
      "ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: u, controller: true}]";

  void namespace(String name, String label) throws IOException {
    cluster.must("create", "namespace", name);
    if (!label.isEmpty()) {
      cluster.must("label", "namespace", name, label);
    }
  }

  void pod(String namespace, String name, String node, String image, String metadata)
      throws IOException {
    var created =
        cluster.kubectlReading(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: %3$s}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {namespace: %1$s, name: %2$s, %5$s}
            spec:
              nodeName: %3$s
              terminationGracePeriodSeconds: 0
              containers: [{name: main, image: "%4$s"}]
            """
                .formatted(namespace, name, node, image, metadata),
            "apply",
            "-f",
            "-");
    assertThat(created.exit()).as(created.err()).isZero();
    cluster.must(
        "patch",
        "pod",
        name,
        "-n=" + namespace,
        "--subresource=status",
        "-p={\"status\":{\"phase\":\"Running\"}}");
  }

  Command.Result drain(String node, String... options) throws IOException {
    var command =
        new ArrayList<>(List.of("drain", node, "--force", "--ignore-daemonsets", "--timeout=30s"));
    command.addAll(List.of(options));
    return cluster.kubectl(command.toArray(String[]::new));
  }
}
