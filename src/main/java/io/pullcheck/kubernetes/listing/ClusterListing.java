package io.pullcheck.kubernetes.listing;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.pullcheck.config.ClusterScope;
import io.pullcheck.config.ClusterScope.OnNode;
import io.pullcheck.config.UsageError;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.ApiResources;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.kubernetes.Resources;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Platform;
import io.pullcheck.workload.ClusterNode;
import io.pullcheck.workload.KindTable;
import io.pullcheck.workload.RunningPod;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Lists what runs in a cluster now.
///
/// @param denied hears, in a sentence, of what may not be listed; the rest is listed all the same
/// @param pods hears of each pod in scope that runs
public record ClusterListing(
    KubernetesClient client,
    ClusterScope scope,
    Consumer<String> denied,
    RunningPod.Listener pods) {

  private static final long PAGE = 500;
  // What the API server answers to a selector that it cannot parse.
  private static final int BAD_REQUEST = 400;
  private static final String SELECTORS =
      "as in kubectl, such as app=cart,tier!=test or 'tier in (web,api),!canary'";

  /// The workloads in scope that run something now, each seen once: the pods of a Deployment are
  /// not listed beside it. With a node, its pods.
  ///
  /// @throws UsageError of one line, if the API server cannot be asked, or nothing may be listed
  public List<Workload> workloads() {
    return scope.node().map(this::pods).orElseGet(this::ofAllKinds);
  }

  private List<Workload> ofAllKinds() {
    Collection<WorkloadKind> kinds = kinds();
    return kinds.stream().flatMap(kind -> of(kind, kinds).stream()).toList();
  }

  private List<Workload> of(WorkloadKind kind, Collection<WorkloadKind> kinds) {
    return objects(kind, all -> all)
        .peek(object -> reportRunning(kind, object))
        .flatMap(object -> object.workload().ownWorkload(kind, kinds).stream())
        .filter(Workload::enabled)
        .toList();
  }

  // Whoever names a resource expects to hear that there is none: it may be a slip of the pen.
  Collection<WorkloadKind> kinds() {
    KindTable table = new KindTable(scope.resources().rows());
    for (WorkloadKind row : table.rows()) {
      try {
        switch (ApiResources.ask(client, row)) {
          case ApiResources.Answer.Found(String kind) -> {
            WorkloadKind _ = table.found(row, kind);
          }
          case ApiResources.Answer.Missing _ ->
              denied.accept(
                  "the cluster has no " + row.resource() + " of version " + row.version());
          case ApiResources.Answer.ClusterScoped _ ->
              denied.accept("objects of " + row.resource() + " are in no namespace");
        }
      } catch (KubernetesClientException e) {
        failed("find " + row.resource(), e);
      }
    }
    return table.with(WorkloadKind.BUILT_IN);
  }

  private List<Workload> pods(OnNode node) {
    return objects(WorkloadKind.POD, all -> all.withField("spec.nodeName", node.name()))
        .peek(pod -> reportRunning(WorkloadKind.POD, pod))
        .filter(pod -> !node.drained() || pod.workload().metadata().startsElsewhere())
        .map(pod -> pod.workload().workload(WorkloadKind.POD, pod.namespace()))
        .filter(Workload::enabled)
        .map(pod -> node.drained() ? pod.at(pod.placement().elsewhere()) : pod)
        .toList();
  }

  private void reportRunning(WorkloadKind kind, ApiObject object) {
    if (kind.equals(WorkloadKind.POD)) {
      object.workload().runningPod(UnaryOperator.identity()).ifPresent(pods::added);
    }
  }

  Stream<ApiObject> objects(
      WorkloadKind kind,
      UnaryOperator<
              FilterWatchListDeletable<
                  ApiObject, KubernetesResourceList<ApiObject>, Resource<ApiObject>>>
          narrowed) {
    String namespace = ClusterConnection.namespace(scope.namespace(), client);
    var all = ApiObject.resource(client, Resources.of(kind));
    return list(
        narrowed.apply(scope.everywhere() ? all.inAnyNamespace() : all.inNamespace(namespace)),
        kind.resource() + (scope.everywhere() ? "" : " in namespace " + namespace))
        .stream();
  }

  private List<ApiObject> list(
      FilterWatchListDeletable<ApiObject, KubernetesResourceList<ApiObject>, Resource<ApiObject>>
          operation,
      String what) {
    List<ApiObject> objects = new ArrayList<>();
    Optional<String> next = Optional.of("");
    try {
      while (next.isPresent()) {
        KubernetesResourceList<ApiObject> page = operation.list(options(next.get()));
        objects.addAll(page.getItems());
        next =
            Optional.ofNullable(page.getMetadata().getContinue()).filter(mark -> !mark.isEmpty());
      }
    } catch (KubernetesClientException e) {
      failed("list " + what, e);
    }
    return objects;
  }

  private ListOptions options(String mark) {
    ListOptionsBuilder options = new ListOptionsBuilder().withLimit(PAGE);
    if (!scope.selector().isEmpty()) {
      options.withLabelSelector(scope.selector());
    }
    return mark.isEmpty() ? options.build() : options.withContinue(mark).build();
  }

  private void failed(String operation, KubernetesClientException e) {
    if (e.getCode() == BAD_REQUEST && !scope.selector().isEmpty()) {
      throw UsageError.value(scope.selector(), "is no selector of labels", SELECTORS)
          .at("--selector");
    }
    String line = String.valueOf(ApiFailure.during(operation, e).getMessage());
    if (ApiFailure.of(e) != ApiFailure.FORBIDDEN) {
      throw new UsageError(client.getMasterUrl() + ": " + line, e);
    }
    denied.accept(line);
  }

  /// On which platforms a pod may run. Lists the nodes when it is first asked.
  public Function<NodePlacement, Set<Platform>> platforms() {
    List<ClusterNode> nodes = new ArrayList<>();
    list(ApiObject.resource(client, Resources.NODES), "nodes").stream()
        .flatMap(each -> each.node(text -> text).stream())
        .filter(
            node ->
                scope
                    .node()
                    .filter(OnNode::drained)
                    .filter(on -> on.name().equals(node.name()))
                    .isEmpty())
        .forEach(nodes::add);
    return placement -> ClusterNode.platforms(placement, nodes);
  }
}
