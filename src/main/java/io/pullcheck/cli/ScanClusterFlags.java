package io.pullcheck.cli;

import io.pullcheck.config.ClusterScope;
import io.pullcheck.config.ClusterScope.OnNode;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.WorkloadResources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Flags of `scan` for a cluster, named as kubectl has them.
final class ScanClusterFlags {

  @Option(
      names = "--cluster",
      showDefaultValue = Visibility.NEVER,
      description = "What runs in a namespace of the cluster of the current kubeconfig.")
  private boolean cluster;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "The pods on a node, of all namespaces unless -n says.")
  private @Nullable String node;

  @Option(
      names = "--drain",
      paramLabel = "NAME",
      description = "Those pods on a node that would have to start elsewhere if it were drained.")
  private @Nullable String drain;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description =
          "Of the workloads, and of objects in manifests that do not say. Default: the context's.")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      showDefaultValue = Visibility.NEVER,
      description = "The workloads of all namespaces.")
  private boolean allNamespaces;

  @Option(
      names = {"-l", "--selector"},
      showDefaultValue = Visibility.NEVER,
      paramLabel = "SELECTOR",
      description = "Only workloads with these labels: app=cart,!canary.")
  private String selector = "";

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Of the kubeconfig. Default: its current one.")
  private @Nullable String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: KUBECONFIG's, else ~/.kube/config, else the pod's own access.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--workload-resource",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "GROUP/VERSION/RESOURCE:PATH",
      description =
          "Repeatable; workloads of another kind by their pod spec, with --cluster. In manifests they are found without it.")
  private List<String> resources = List.of();

  /// Empty if none is given. As in kubectl, an empty name is none: that of a variable that is not
  /// set must not become all namespaces.
  String namespace() {
    return namespace == null || namespace.isEmpty()
        ? ""
        : ObjectName.label("--namespace", namespace);
  }

  /// @param byDefault whether a cluster is meant where no flag says so
  Optional<ClusterScope> scope(boolean byDefault) {
    if (node != null && drain != null) {
      throw new UsageError("--node and --drain: only one of them");
    }
    WorkloadResources further =
        UsageError.at("--workload-resource", () -> WorkloadResources.parse(resources));
    boolean meant = cluster || node != null || drain != null;
    if (!meant && !byDefault) {
      String other =
          Stream.of(
                  allNamespaces ? "-A" : "",
                  context == null ? "" : "--context",
                  kubeconfig == null ? "" : "--kubeconfig",
                  selector.isEmpty() ? "" : "-l")
              .filter(flag -> !flag.isEmpty())
              .findFirst()
              .orElse("");
      if (!other.isEmpty()) {
        throw new UsageError(other + " needs --cluster, --node or --drain");
      }
      return Optional.empty();
    }
    Optional<OnNode> on =
        Optional.ofNullable(node)
            .map(name -> new OnNode(ObjectName.subdomain("--node", name), false))
            .or(
                () ->
                    Optional.ofNullable(drain)
                        .map(name -> new OnNode(ObjectName.subdomain("--drain", name), true)));
    return Optional.of(
        new ClusterScope(
            Optional.ofNullable(kubeconfig),
            Optional.ofNullable(context),
            Optional.of(namespace()).filter(name -> !name.isEmpty()),
            allNamespaces,
            selector,
            on,
            further));
  }
}
