package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Right;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

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
        new ExpiringCache<>(name -> fetch(name).map(NamespaceObject::labels), _ -> LIFETIME, clock);
  }

  /// The labels, at most half a minute old; nothing if there is no such namespace, or nothing can
  /// be found out about it now.
  Optional<Map<String, String>> labels(String name) {
    try {
      return labels.get(name);
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  /// The namespace as it is now; nothing if there is none, or if we may not know. Throws when the
  /// API server does not answer.
  Optional<NamespaceObject> fetch(String name) {
    try {
      NamespaceObject namespace = client.resources(NamespaceObject.class).withName(name).get();
      rights.granted(RIGHT);
      return Optional.ofNullable(namespace);
    } catch (KubernetesClientException e) {
      if (ApiFailure.of(e) != ApiFailure.FORBIDDEN) {
        throw e;
      }
      rights.denied(RIGHT);
      return Optional.empty();
    }
  }
}
