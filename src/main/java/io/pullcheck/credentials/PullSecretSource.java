package io.pullcheck.credentials;

import io.pullcheck.credentials.docker.DockerConfig;
import java.util.List;

/// Looks pull secrets and service accounts up in the cluster. Every call may block.
public interface PullSecretSource {

  /// The outcome of looking up one secret.
  sealed interface Lookup {
    /// The secret is a docker config.
    record Found(DockerConfig config) implements Lookup {
      @Override
      public int bytes() {
        return config.bytes();
      }
    }

    /// There is no such secret, or it is not of a docker config type: the kubelet pulls without it.
    record Missing() implements Lookup {}

    /// The secret's content is malformed: the kubelet fails every pull of the pod.
    record Unusable() implements Lookup {}

    /// The secret has more content, or more entries, than Pullcheck looks at.
    record TooLarge() implements Lookup {}

    /// Pullcheck has no right to read secrets, or is told not to, so that nothing is known of it.
    record NotReadable() implements Lookup {}

    /// About how many bytes of memory it takes.
    default int bytes() {
      return 0;
    }
  }

  Lookup secret(String namespace, String name);

  /// The names of the service account's `imagePullSecrets`, in order; empty if there is no such
  /// service account.
  List<String> serviceAccountSecrets(String namespace, String serviceAccount);
}
