package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Resources;
import io.pullcheck.kubernetes.Right;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// `--pull-secrets=on-demand`: gets a secret when it is asked for, and keeps what came of it for 5
/// minutes, or for 30 seconds if there was none.
final class FetchedSecrets implements SecretLookup {

  private static final Duration FOUND = Duration.ofMinutes(5);
  // What is not there yet is often just being created.
  private static final Duration NOT_FOUND = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final MissingRights rights;
  private final ExpiringCache<ApiObject.Name, Lookup> cache;

  /// @param bytes what all that is kept may take
  FetchedSecrets(KubernetesClient client, MissingRights rights, InstantSource clock, long bytes) {
    this.client = client;
    this.rights = rights;
    this.cache =
        new ExpiringCache<>(this::fetch, FetchedSecrets::lifetime, clock, Lookup::bytes, bytes);
  }

  @Override
  public Lookup secret(String namespace, String name) {
    try {
      return cache.get(new ApiObject.Name(namespace, name));
    } catch (KubernetesClientException e) {
      return new Lookup.NotReadable();
    }
  }

  private Lookup fetch(ApiObject.Name key) {
    Right right = new Right("get", "secrets", key.namespace());
    try {
      @Nullable ApiObject secret =
          ApiObject.resource(client, Resources.SECRETS)
              .inNamespace(key.namespace())
              .withName(key.name())
              .get();
      rights.granted(right);
      return secret == null ? new Lookup.Missing() : SecretLookup.of(secret);
    } catch (KubernetesClientException e) {
      if (ApiFailure.of(e) != ApiFailure.FORBIDDEN) {
        throw e;
      }
      rights.denied(right);
      return new Lookup.NotReadable();
    }
  }

  private static Duration lifetime(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Found _, Lookup.Unusable _, Lookup.TooLarge _ -> FOUND;
      case Lookup.Missing _, Lookup.NotReadable _ -> NOT_FOUND;
    };
  }
}
