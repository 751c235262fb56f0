package io.pullcheck.kubernetes.watch;

import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.SecretContent;

/// Looks up one pull secret; may block.
@FunctionalInterface
interface SecretLookup {

  /// `--pull-secrets=none`.
  SecretLookup NONE = (namespace, name) -> new Lookup.NotReadable();

  Lookup secret(String namespace, String name);

  /// The docker config that a Secret holds.
  static Lookup of(ApiObject secret) {
    return secret.read(SecretContent.class).lookup();
  }
}
