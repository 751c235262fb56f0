package io.pullcheck.credentials;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.credentials.docker.DockerConfigFile;
import io.pullcheck.credentials.docker.UserDockerConfig;
import io.pullcheck.credentials.plugin.CredentialProviders;
import io.pullcheck.model.Keyring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sources of credentials besides pull secrets, in the kubelet's order: a docker config, then
/// credential provider plugins, then Google's application default credentials, which stand for one
/// more plugin.
public final class CredentialSources {

  private static final String FILE = "config.json";
  // The variable that names its folder.
  private static final String FOLDER = "DOCKER_CONFIG";

  private CredentialSources() {}

  /// The sources of `serve`, which reads the docker config as a node does. The file of
  /// `--docker-config` must exist; one in the folder that `DOCKER_CONFIG` names need not.
  public static List<Keyring> ofNode(
      ServeConfig.NodeCredentials config, Map<String, String> environment, InstantSource clock) {
    Optional<DockerConfigFile> dockerConfig =
        config
            .dockerConfig()
            .map(file -> UsageError.at("--docker-config", () -> DockerConfigFile.open(file)))
            .or(
                () ->
                    Optional.ofNullable(environment.get(FOLDER))
                        .map(folder -> new DockerConfigFile(Path.of(folder, FILE))));
    dockerConfig.ifPresent(DockerConfigFile::warnOfHelpers);
    return withProviders(dockerConfig.map(file -> file), config, clock);
  }

  /// The sources of `scan`, which reads the docker config as the docker command line does, with
  /// credential helpers and identity tokens. Without flag and environment it is that of `HOME`.
  public static List<Keyring> ofUser(
      ServeConfig.NodeCredentials config, Map<String, String> environment, InstantSource clock) {
    Optional<Keyring> dockerConfig =
        config
            .dockerConfig()
            .map(file -> userConfig("--docker-config", file))
            .or(() -> userFile(environment).map(file -> userConfig(whoNames(environment), file)));
    return withProviders(dockerConfig, config, clock);
  }

  private static Keyring userConfig(String place, Path file) {
    return UsageError.at(place, () -> UserDockerConfig.open(file));
  }

  private static String whoNames(Map<String, String> environment) {
    return environment.containsKey(FOLDER) ? FOLDER : "the docker config";
  }

  private static Optional<Path> userFile(Map<String, String> environment) {
    Optional<Path> folder = Optional.ofNullable(environment.get(FOLDER)).map(Path::of);
    return folder
        .or(
            () ->
                Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".docker")))
        .map(each -> each.resolve(FILE))
        .filter(Files::exists);
  }

  private static List<Keyring> withProviders(
      Optional<Keyring> dockerConfig, ServeConfig.NodeCredentials config, InstantSource clock) {
    List<Keyring> sources = new ArrayList<>(dockerConfig.stream().toList());
    config
        .providerConfig()
        .ifPresent(
            file ->
                sources.add(
                    CredentialProviders.open(
                        file, config.providerDirectory().orElseThrow(), clock)));
    if (config.google()) {
      sources.add(new GoogleKeyring(clock));
    }
    return sources;
  }
}
