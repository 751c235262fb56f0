package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Resources;
import io.pullcheck.kubernetes.Right;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets a namespace when it is asked for.
final class FetchedNamespaces {

  private static final Logger log = LoggerFactory.getLogger(FetchedNamespaces.class);

  static final Right RIGHT = new Right("get", "namespaces", "");

  private static final Duration LIFETIME = Duration.ofSeconds(30);
  // Enough for ten thousand namespaces with a few labels each.
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  private final KubernetesClient client;
  private final MissingRights rights;
  private final ExpiringCache<String, Optional<Map<String, String>>> labels;

  FetchedNamespaces(KubernetesClient client, MissingRights rights, InstantSource clock) {
    this.client = client;
    this.rights = rights;
    this.labels =
        new ExpiringCache<>(
            name -> fetch(name).map(Namespaces::labelsOf),
            _ -> LIFETIME,
            clock,
            FetchedNamespaces::bytes,
            MOST_BYTES);
  }

  private static int bytes(Optional<Map<String, String>> labels) {
    return labels.stream()
        .flatMap(all -> all.entrySet().stream())
        .mapToInt(each -> 128 + each.getKey().length() + each.getValue().length())
        .sum();
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
              ApiObject.resource(client, Resources.NAMESPACES).withName(name).get());
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
    private String unexpected = "";

    Polling(Set<String> names, NamespaceGate gate, ApiServerContact contact) {
      this.names = names;
      this.gate = gate;
      this.contact = contact;
    }

    /// Completes when the API server has answered for all of them.
    CompletableFuture<Void> settled() {
      return settled;
    }

    /// Goes on with the other namespaces when one cannot be had. Throws nothing: an executor runs
    /// what has thrown no more.
    @Override
    public void run() {
      boolean whole = true;
      for (String name : names) {
        whole &= poll(name);
      }
      if (whole) {
        contact.found();
        settled.complete(null);
        unexpected = "";
      }
    }

    private boolean poll(String name) {
      try {
        fetch(name).ifPresentOrElse(gate::namespacePut, () -> gate.namespaceRemoved(name));
        return true;
      } catch (KubernetesClientException e) {
        contact.lost(e);
      } catch (RuntimeException e) {
        String problem = ApiFailure.describe(e);
        if (!problem.equals(unexpected)) {
          unexpected = problem;
          log.atError()
              .addKeyValue("namespace", name)
              .setCause(e)
              .log("namespace cannot be looked at; trying again");
        }
      }
      return false;
    }
  }
}
