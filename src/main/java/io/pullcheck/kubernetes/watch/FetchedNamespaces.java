package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Right;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Gets a namespace when it is asked for.
final class FetchedNamespaces {

  static final Right RIGHT = new Right("get", "namespaces", "");

  private static final Duration LIFETIME = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final MissingRights rights;
  private final ExpiringCache<String, Optional<Map<String, String>>> labels;

  FetchedNamespaces(KubernetesClient client, MissingRights rights, InstantSource clock) {
    this.client = client;
    this.rights = rights;
    this.labels =
        new ExpiringCache<>(name -> fetch(name).map(Namespaces::labelsOf), _ -> LIFETIME, clock);
  }

  /// The labels, at most 30 seconds old; nothing if there is no such namespace, or if nothing can
  /// be found out about it now. May block.
  Optional<Map<String, String>> labels(String name) {
    try {
      return labels.get(name);
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  // Nothing if there is no such namespace, or if we may not know. Throws when the API server does
  // not answer.
  private Optional<ApiObject> fetch(String name) {
    try {
      Optional<ApiObject> namespace =
          Optional.ofNullable(
              ApiObject.resource(client, ResourceInformers.NAMESPACES).withName(name).get());
      rights.granted(RIGHT);
      return namespace;
    } catch (KubernetesClientException e) {
      if (ApiFailure.of(e) != ApiFailure.FORBIDDEN) {
        throw e;
      }
      rights.denied(RIGHT);
      return Optional.empty();
    }
  }

  /// Gets the labels of the namespaces named by `--namespaces` each time that it runs: for these we
  /// may have no more than the right to `get` namespaces, so no informer can follow them.
  final class Polling implements Runnable {

    private final Set<String> names;
    private final NamespaceGate gate;
    private final ApiServerContact contact;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();

    Polling(Set<String> names, NamespaceGate gate, ApiServerContact contact) {
      this.names = names;
      this.gate = gate;
      this.contact = contact;
    }

    /// Completes when the API server has answered for all of them.
    CompletableFuture<Void> settled() {
      return settled;
    }

    @Override
    public void run() {
      try {
        for (String name : names) {
          fetch(name).ifPresentOrElse(gate::namespacePut, () -> gate.namespaceRemoved(name));
        }
        contact.found();
        settled.complete(null);
      } catch (KubernetesClientException e) {
        contact.lost(e);
      }
    }
  }
}
