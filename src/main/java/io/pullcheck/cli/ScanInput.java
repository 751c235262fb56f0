package io.pullcheck.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ClusterScope;
import io.pullcheck.config.UsageError;
import io.pullcheck.credentials.PullSecretSource;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.kubernetes.listing.ClusterListing;
import io.pullcheck.kubernetes.listing.NamedSecrets;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Platform;
import io.pullcheck.rescue.RunningPods;
import io.pullcheck.scan.source.NamedPull;
import io.pullcheck.scan.source.Problem;
import io.pullcheck.scan.source.Source;
import io.pullcheck.scan.source.Sources;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// What a scan checks, and where the credentials for it are.
///
/// @param platforms lists the cluster's nodes and says on which platforms a pod may run; nothing
///   where there is no cluster
/// @param pods that run in the cluster, as far as they are in scope
/// @param client to be closed after the scan
record ScanInput(
    List<NamedPull> pulls,
    List<Problem> problems,
    PullSecretSource secrets,
    Optional<Supplier<Function<NodePlacement, Set<Platform>>>> platforms,
    RunningPods pods,
    Optional<KubernetesClient> client)
    implements AutoCloseable {

  static ScanInput of(Sources sources) {
    return new ScanInput(
        sources.pulls(),
        sources.problems(),
        sources.secrets(),
        Optional.empty(),
        new RunningPods(false),
        Optional.empty());
  }

  /// What runs in a cluster.
  ///
  /// @throws UsageError of one line, if that cannot be listed, or runs nothing
  static ScanInput of(ClusterScope scope, Map<String, String> environment) {
    KubernetesClient client =
        ClusterConnection.openAsUser(scope.kubeconfig(), scope.context(), environment);
    try {
      return of(scope, client);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static ScanInput of(ClusterScope scope, KubernetesClient client) {
    List<Problem> problems = new ArrayList<>();
    String cluster = client.getMasterUrl().toString();
    RunningPods pods = new RunningPods(true);
    ClusterListing listing =
        new ClusterListing(
            client, scope, denied -> problems.add(new Problem(cluster, 0, denied)), pods);
    List<NamedPull> pulls =
        listing.workloads().stream()
            .flatMap(workload -> workload.images().stream().map(image -> named(workload, image)))
            .toList();
    if (pulls.isEmpty() && problems.isEmpty()) {
      throw new UsageError(cluster + ": " + nothing(scope, client));
    }
    return new ScanInput(
        pulls,
        problems,
        new NamedSecrets(client),
        Optional.of(listing::platforms),
        pods,
        Optional.of(client));
  }

  private static NamedPull named(Workload workload, ContainerImage image) {
    return new NamedPull(
        workload.pull(image),
        Optional.of(
            new Source(
                workload.id().namespace(),
                workload.id().kind().kind(),
                workload.id().name(),
                image.container(),
                image.path(),
                "",
                0)));
  }

  private static String nothing(ClusterScope scope, KubernetesClient client) {
    String where =
        scope.everywhere()
            ? ""
            : " in namespace " + ClusterConnection.namespace(scope.namespace(), client);
    return scope
        .node()
        .map(
            node ->
                node.drained()
                    ? "no pod on node " + node.name() + " would have to start elsewhere" + where
                    : "no pod runs on node " + node.name() + where)
        .orElse("nothing runs" + (where.isEmpty() ? " there" : where));
  }

  @Override
  public void close() {
    client.ifPresent(KubernetesClient::close);
  }
}
