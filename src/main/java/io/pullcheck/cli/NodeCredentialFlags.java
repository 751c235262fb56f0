package io.pullcheck.cli;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Flags about credentials that stand for a node's own; `serve` and `scan` have them in common.
final class NodeCredentialFlags {

  @Option(
      names = "--docker-config",
      paramLabel = "FILE",
      description =
          "A docker config.json, used after pull secrets. Default: DOCKER_CONFIG's; where that is not set, in scan ~/.docker/config.json.")
  private @Nullable Path dockerConfig;

  @Option(
      names = "--image-credential-provider-config",
      paramLabel = "FILE",
      description = "The kubelet's configuration of credential provider plugins.")
  private @Nullable Path providerConfig;

  @Option(
      names = "--image-credential-provider-bin-dir",
      paramLabel = "FOLDER",
      description = "Where those plugins are.")
  private @Nullable Path providerDirectory;

  @Option(
      names = "--google-credentials",
      arity = "1",
      paramLabel = "true|false",
      description =
          "Google's registries get an access token by application default credentials. Default: false.")
  private Boolean google = false;

  ServeConfig.NodeCredentials config() {
    if ((providerConfig == null) != (providerDirectory == null)) {
      String missing = providerConfig == null ? "config" : "bin-dir";
      throw UsageError.value("", "is missing", "both provider flags or none")
          .at("--image-credential-provider-" + missing);
    }
    return new ServeConfig.NodeCredentials(
        Optional.ofNullable(dockerConfig),
        Optional.ofNullable(providerConfig),
        Optional.ofNullable(providerDirectory),
        google);
  }
}
