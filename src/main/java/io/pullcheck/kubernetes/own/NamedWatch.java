package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.pullcheck.kubernetes.ApiObject;

/// Watches one object by its name. The requests have a field selector on `metadata.name`: RBAC
/// rules with `resourceNames` allow no others.
public final class NamedWatch implements AutoCloseable {

  private final SharedIndexInformer<?> informer;

  private NamedWatch(SharedIndexInformer<?> informer) {
    this.informer = informer;
  }

  /// Calls for each change of the object, and when it is first read, until it is closed.
  static NamedWatch start(Informable<ApiObject> resource, Runnable changed) {
    SharedIndexInformer<ApiObject> informer = resource.runnableInformer(0);
    informer.exceptionHandler((started, cause) -> true);
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(ApiObject object) {
            changed.run();
          }

          @Override
          public void onUpdate(ApiObject before, ApiObject now) {
            changed.run();
          }

          @Override
          public void onDelete(ApiObject object, boolean finalStateUnknown) {
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
