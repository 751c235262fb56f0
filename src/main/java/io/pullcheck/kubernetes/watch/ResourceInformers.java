package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.Resources;
import io.pullcheck.kubernetes.Right;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Makes the informers of a resource: one for the whole cluster, or one for each of the named
/// namespaces, so that rights in these are enough.
///
/// @param namespaces empty: the whole cluster
record ResourceInformers(
    KubernetesClient client,
    Set<String> namespaces,
    ResourceInformer.InformerContext context,
    UnreadableObjects unreadable) {

  // Objects in a page of a list. A page is in memory as a whole, as bytes and as objects: with 500
  // a start took 70 MiB more, and was no quicker; with 50 it took a second more.
  private static final long PAGE = 100;

  private static final String VERBS = "list, watch";

  /// Narrows a request to some of the objects, as by a field selector.
  interface Selector
      extends UnaryOperator<
          FilterWatchListDeletable<
              ApiObject, KubernetesResourceList<ApiObject>, Resource<ApiObject>>> {}

  Stream<ResourceInformer> namespaced(
      ResourceDefinitionContext resource, ReportingStore.Sink sink) {
    return namespaced(resource, sink, all -> all);
  }

  Stream<ResourceInformer> namespaced(
      ResourceDefinitionContext resource, ReportingStore.Sink sink, Selector selector) {
    if (namespaces.isEmpty()) {
      return Stream.of(
          informer(
              right(resource, ""),
              new ReportingStore(resource.getKind(), sink, unreadable),
              () -> selector.apply(ApiObject.resource(client, resource).inAnyNamespace())));
    }
    return namespaces.stream()
        .sorted()
        .map(
            name ->
                informer(
                    right(resource, name),
                    new ReportingStore(resource.getKind(), sink, unreadable),
                    () -> selector.apply(ApiObject.resource(client, resource).inNamespace(name))));
  }

  ResourceInformer clusterWide(ResourceDefinitionContext resource, ReportingStore.Sink sink) {
    return informer(
        new Right(VERBS, Resources.name(resource), ""),
        new ReportingStore(resource.getKind(), sink, unreadable),
        () -> ApiObject.resource(client, resource));
  }

  /// The right that decides about a namespace's objects of a resource.
  Right right(ResourceDefinitionContext resource, String namespace) {
    return new Right(VERBS, Resources.name(resource), namespaces.isEmpty() ? "" : namespace);
  }

  private ResourceInformer informer(
      Right right,
      ReportingStore store,
      Supplier<
              FilterWatchListDeletable<
                  ApiObject, KubernetesResourceList<ApiObject>, Resource<ApiObject>>>
          operation) {
    return new ResourceInformer(
        right, () -> operation.get().withLimit(PAGE).runnableInformer(0), store, context);
  }
}
