package io.pullcheck.kubernetes.watch;

import io.pullcheck.credentials.PullSecretSource.Lookup;

/// Looks up one pull secret; may block.
@FunctionalInterface
interface SecretLookup {

  /// `--pull-secrets=none`.
  SecretLookup NONE = (namespace, name) -> new Lookup.NotReadable();

  Lookup secret(String namespace, String name);
}
