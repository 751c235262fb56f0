package io.pullcheck.credentials;

import io.pullcheck.credentials.docker.DockerConfig;
import java.util.List;

/// Where pull secrets are looked up; the cluster stands behind it. May block.
public interface PullSecretSource {

  /// What came of looking up one secret.
  sealed interface Lookup {
    record Found(DockerConfig config) implements Lookup {}

    /// No such secret (or not of a docker config type): the kubelet goes on without it.
    record Missing() implements Lookup {}

    /// Its content cannot be read: the kubelet fails the whole pull.
    record Unusable() implements Lookup {}

    /// Pullcheck may not or should not read secrets, so nothing can be said about this one.
    record NotReadable() implements Lookup {}
  }

  Lookup secret(String namespace, String name);

  /// Names of the `imagePullSecrets` of a service account, in order; empty if there is none of that
  /// name.
  List<String> serviceAccountSecrets(String namespace, String serviceAccount);
}
