package io.pullcheck.kubernetes.watch;

import io.pullcheck.credentials.docker.DockerConfig;
import java.util.Optional;

/// Reads the content of a pull secret: the package `credentials` knows how.
@FunctionalInterface
public interface PullSecretParser {

  /// Nothing if it cannot be read.
  Optional<DockerConfig> parse(SecretFormat format, byte[] content);
}
