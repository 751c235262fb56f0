package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/// Watches one object by its name. The requests have a field selector on `metadata.name`: RBAC
/// rules with `resourceNames` allow no others.
public final class NamedWatch implements AutoCloseable {

  private final SharedIndexInformer<?> informer;

  private NamedWatch(SharedIndexInformer<?> informer) {
    this.informer = informer;
  }

  /// Calls for each change of the object, and when it is first read, until it is closed.
  static <T> NamedWatch start(Informable<T> resource, Runnable changed) {
    SharedIndexInformer<T> informer = resource.runnableInformer(0);
    informer.exceptionHandler((started, cause) -> true);
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(T object) {
            changed.run();
          }

          @Override
          public void onUpdate(T before, T now) {
            changed.run();
          }

          @Override
          public void onDelete(T object, boolean finalStateUnknown) {
            changed.run();
          }
        });
    var _ = informer.start();
    return new NamedWatch(informer);
  }

  @Override
  public void close() {
    informer.stop();
  }
}
