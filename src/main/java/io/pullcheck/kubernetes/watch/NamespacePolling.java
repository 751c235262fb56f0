package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The labels of the namespaces named by `--namespaces`, for which we may have no more than the
/// right to `get` namespaces: got again and again.
final class NamespacePolling implements Runnable {

  private final Set<String> names;
  private final FetchedNamespaces fetched;
  private final NamespaceGate workloads;
  private final ApiServerContact contact;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  NamespacePolling(
      Set<String> names,
      FetchedNamespaces fetched,
      NamespaceGate workloads,
      ApiServerContact contact) {
    this.names = names;
    this.fetched = fetched;
    this.workloads = workloads;
    this.contact = contact;
  }

  /// Completes when all of them have been answered for.
  CompletableFuture<Void> settled() {
    return settled;
  }

  @Override
  public void run() {
    try {
      for (String name : names) {
        fetched
            .fetch(name)
            .ifPresentOrElse(workloads::namespacePut, () -> workloads.namespaceRemoved(name));
      }
      contact.found();
      settled.complete(null);
    } catch (KubernetesClientException e) {
      contact.lost(e);
    }
  }
}
