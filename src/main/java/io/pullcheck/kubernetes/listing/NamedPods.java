package io.pullcheck.kubernetes.listing;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Resources;
import io.pullcheck.kubernetes.Right;
import io.pullcheck.workload.WorkloadKind;
import io.pullcheck.workload.WorkloadObject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/// Gets single pods, for reviews that wait for them. Not more at once than the API server takes
/// lightly; beyond that none can be read. Safe for use by many threads.
public final class NamedPods {

  private static final int AT_ONCE = 64;

  private final KubernetesClient client;
  private final MissingRights rights;
  private final Executor executor;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /// @param executor where requests block
  public NamedPods(KubernetesClient client, MissingRights rights, Executor executor) {
    this.client = client;
    this.rights = rights;
    this.executor = executor;
  }

  /// The pod; nothing if there is none. Fails if that cannot be found out. Does not block.
  public CompletableFuture<Optional<WorkloadObject>> pod(String namespace, String name) {
    if (!places.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new RejectedExecutionException(AT_ONCE + " pods are being read"));
    }
    try {
      return CompletableFuture.supplyAsync(() -> get(namespace, name), executor)
          .whenComplete((_, _) -> places.release());
    } catch (RejectedExecutionException e) {
      places.release();
      return CompletableFuture.failedFuture(e);
    }
  }

  private Optional<WorkloadObject> get(String namespace, String name) {
    Right right = new Right("get", "pods", "");
    try {
      Optional<WorkloadObject> pod =
          Optional.ofNullable(
                  ApiObject.resource(client, Resources.of(WorkloadKind.POD))
                      .inNamespace(namespace)
                      .withName(name)
                      .get())
              .map(ApiObject::workload);
      rights.granted(right);
      return pod;
    } catch (KubernetesClientException e) {
      if (ApiFailure.of(e) == ApiFailure.FORBIDDEN) {
        rights.denied(right);
      }
      throw e;
    }
  }
}
