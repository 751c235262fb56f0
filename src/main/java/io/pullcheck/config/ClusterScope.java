package io.pullcheck.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// Which workloads of which cluster `scan` looks at.
///
/// @param context of the kubeconfig; nothing: the current one
/// @param namespace nothing: the context's
/// @param selector of labels, as kubectl has it; may be empty
/// @param node only pods on it
/// @param resources further workloads, by the path of their pod spec
public record ClusterScope(
    Optional<Path> kubeconfig,
    Optional<String> context,
    Optional<String> namespace,
    boolean allNamespaces,
    String selector,
    Optional<OnNode> node,
    WorkloadResources resources) {

  /// The pods on a node.
  ///
  /// @param drained only those that would have to start elsewhere if the node were drained
  public record OnNode(String name, boolean drained) {
    public OnNode {
      Objects.requireNonNull(name, "name");
    }
  }

  public ClusterScope {
    Objects.requireNonNull(kubeconfig, "kubeconfig");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(selector, "selector");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(resources, "resources");
  }

  /// Whether the workloads of all namespaces count: a node has pods of many.
  public boolean everywhere() {
    return allNamespaces || (node.isPresent() && namespace.isEmpty());
  }
}
