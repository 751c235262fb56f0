package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.pullcheck.kubernetes.Right;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Makes the informers of a resource: one for the whole cluster, or one for each of the named
/// namespaces, so that rights in these are enough.
///
/// @param namespaces empty: the whole cluster
record ResourceInformers(
    KubernetesClient client, Set<String> namespaces, ResourceInformer.InformerContext context) {

  // Objects to a page of a list: bounds what is decoded at a time, and what the API server sends
  // at once.
  private static final long PAGE = 500;

  static final String VERBS = "list, watch";

  /// What is asked for of a resource.
  ///
  /// @param blank makes an object with nothing but metadata
  record Wanted<T extends ApiObject>(
      Class<T> type, Function<ObjectMeta, T> blank, ReportingStore.Sink<T> sink) {}

  /// Which objects of all.
  interface Selector<T extends ApiObject>
      extends UnaryOperator<FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>>> {}

  <T extends ApiObject> Stream<ResourceInformer<T>> namespaced(Wanted<T> wanted) {
    return namespaced(wanted, all -> all);
  }

  <T extends ApiObject> Stream<ResourceInformer<T>> namespaced(
      Wanted<T> wanted, Selector<T> selector) {
    if (namespaces.isEmpty()) {
      return Stream.of(
          informer(wanted, "", () -> selector.apply(resource(wanted).inAnyNamespace())));
    }
    return namespaces.stream()
        .sorted()
        .map(
            name ->
                informer(wanted, name, () -> selector.apply(resource(wanted).inNamespace(name))));
  }

  <T extends ApiObject> ResourceInformer<T> clusterWide(Wanted<T> wanted) {
    return informer(wanted, "", () -> resource(wanted));
  }

  /// The right that decides about a namespace's objects of a resource.
  Right right(String plural, String namespace) {
    return new Right(VERBS, plural, namespaces.isEmpty() ? "" : namespace);
  }

  private <T extends ApiObject> MixedOperation<T, KubernetesResourceList<T>, Resource<T>> resource(
      Wanted<T> wanted) {
    return client.resources(wanted.type());
  }

  private <T extends ApiObject> ResourceInformer<T> informer(
      Wanted<T> wanted,
      String namespace,
      Supplier<FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>>> operation) {
    return new ResourceInformer<>(
        new Right(VERBS, HasMetadata.getPlural(wanted.type()), namespace),
        () -> operation.get().withLimit(PAGE).runnableInformer(0),
        new ReportingStore<>(wanted.blank(), wanted.sink()),
        context);
  }
}
