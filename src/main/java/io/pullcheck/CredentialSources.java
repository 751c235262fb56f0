package io.pullcheck;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.credentials.CredentialProviders;
import io.pullcheck.credentials.DockerConfigFile;
import io.pullcheck.credentials.NodeCredentials;
import io.pullcheck.credentials.UnusableFile;
import io.pullcheck.credentials.UserDockerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The sources of credentials besides pull secrets, in the kubelet's order: a docker config, then
/// credential provider plugins.
final class CredentialSources {

  private static final String FILE = "config.json";

  private CredentialSources() {}

  /// Those of `serve`: the docker config is read as a node reads it. Where `DOCKER_CONFIG` names
  /// its folder, it need not be there.
  static List<NodeCredentials> ofNode(
      ServeConfig.NodeCredentials config, Map<String, String> environment, InstantSource clock) {
    Optional<NodeCredentials> dockerConfig =
        config
            .dockerConfig()
            .map(file -> dockerConfig(file, DockerConfigFile::open))
            .or(
                () ->
                    Optional.ofNullable(environment.get("DOCKER_CONFIG"))
                        .map(folder -> new DockerConfigFile(Path.of(folder, FILE))));
    return withProviders(dockerConfig, config, clock);
  }

  /// Those of `scan`: the docker config is the user's own, with credential helpers and identity
  /// tokens.
  static List<NodeCredentials> ofUser(
      ServeConfig.NodeCredentials config, Map<String, String> environment, InstantSource clock) {
    Optional<NodeCredentials> dockerConfig =
        config
            .dockerConfig()
            .or(() -> userFile(environment))
            .map(file -> dockerConfig(file, UserDockerConfig::open));
    return withProviders(dockerConfig, config, clock);
  }

  private static Optional<Path> userFile(Map<String, String> environment) {
    Optional<Path> folder = Optional.ofNullable(environment.get("DOCKER_CONFIG")).map(Path::of);
    return folder
        .or(
            () ->
                Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".docker")))
        .map(each -> each.resolve(FILE))
        .filter(Files::exists);
  }

  private static List<NodeCredentials> withProviders(
      Optional<NodeCredentials> dockerConfig,
      ServeConfig.NodeCredentials config,
      InstantSource clock) {
    List<NodeCredentials> sources = new ArrayList<>(dockerConfig.stream().toList());
    config
        .providerConfig()
        .ifPresent(
            file -> sources.add(providers(file, config.providerDirectory().orElseThrow(), clock)));
    return sources;
  }

  private static NodeCredentials providers(Path config, Path binaries, InstantSource clock) {
    try {
      return CredentialProviders.open(config, binaries, clock);
    } catch (UnusableFile e) {
      String which = e.file().startsWith(config) ? "config" : "bin-dir";
      throw new InvalidConfiguration(
          "--image-credential-provider-" + which + ": " + e.getMessage(), e);
    }
  }

  private static NodeCredentials dockerConfig(Path file, Function<Path, NodeCredentials> open) {
    try {
      return open.apply(file);
    } catch (UnusableFile e) {
      throw new InvalidConfiguration("--docker-config: " + e.getMessage(), e);
    }
  }
}
