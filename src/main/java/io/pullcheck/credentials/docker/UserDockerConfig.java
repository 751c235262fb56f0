package io.pullcheck.credentials.docker;

import io.pullcheck.config.UsageError;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.KnownRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/// A user's own docker `config.json`, with credential helpers, a credential store and identity
/// tokens as the docker command line knows them; a node knows none of these. The file is read once,
/// and a helper runs once for each registry. Any thread may ask.
///
/// Where a helper has no credential, the file's entries are looked up by the kubelet's rules.
public final class UserDockerConfig implements Keyring {

  private static final String HELPER = "docker-credential-";
  private static final Duration HELPER_TIMEOUT = Duration.ofSeconds(30);

  private final DockerKeyring keyring;
  private final Map<String, String> helpers;
  private final String store;
  private final String helperPrefix;
  private final Semaphore helperPlaces = Executable.newPlaces();
  private final ConcurrentMap<String, Candidates> fromHelpers = new ConcurrentHashMap<>();

  private UserDockerConfig(
      DockerKeyring keyring, Map<String, String> helpers, String store, String helperPrefix) {
    this.keyring = keyring;
    this.helpers = Map.copyOf(helpers);
    this.store = store;
    this.helperPrefix = helperPrefix;
  }

  /// Reads the file.
  ///
  /// @throws UsageError if the file does not exist or is not a docker config
  public static UserDockerConfig open(Path file) {
    return open(file, HELPER);
  }

  /// @param helperPrefix followed by a helper's name it is the helper's command
  static UserDockerConfig open(Path file, String helperPrefix) {
    try {
      return DockerConfigs.object(Files.readAllBytes(file))
          .flatMap(root -> read(root, helperPrefix))
          .orElseThrow(() -> UsageError.file(file, DockerConfigFile.NONE));
    } catch (IOException e) {
      throw UsageError.unreadable(file, e);
    }
  }

  private static Optional<UserDockerConfig> read(JsonNode root, String helperPrefix) {
    Map<String, String> helpers = new HashMap<>();
    for (JsonNode map : DockerConfigs.fields(root, "credHelpers")) {
      for (Map.Entry<String, JsonNode> helper : map.properties()) {
        helpers.put(helper.getKey(), helper.getValue().asString(""));
      }
    }
    return DockerConfigs.text(root, "credsStore")
        .flatMap(
            store ->
                DockerConfigs.ofUser(root)
                    .map(
                        auths ->
                            new UserDockerConfig(
                                new DockerKeyring(List.of(auths)), helpers, store, helperPrefix)));
  }

  @Override
  public Candidates candidates(ImageReference reference) {
    boolean hub = reference.host().equals(ImageReference.DOCKER_HUB);
    String server = hub ? KnownRegistry.DOCKER_HUB_LOGIN_SERVER : reference.host();
    String helper = helper(server, reference.host(), hub);
    Candidates own =
        helper.isEmpty()
            ? Candidates.ANONYMOUS
            : fromHelpers.computeIfAbsent(server, _ -> executable(helper).get(server));
    return own.inOrder().isEmpty()
        ? new Candidates(keyring.lookup(reference.repository()), own.trouble())
        : own;
  }

  /// The name of the helper for a registry; empty if there is none. The docker command line writes
  /// Docker Hub's old address into the file, people write one of its host names.
  private String helper(String server, String host, boolean hub) {
    List<String> names = new ArrayList<>(List.of(server, host));
    if (hub) {
      names.add(KnownRegistry.LEGACY_DOCKER_HUB);
    }
    return names.stream()
        .filter(helpers::containsKey)
        .findFirst()
        .map(name -> helpers.getOrDefault(name, ""))
        .orElse(store);
  }

  private CredentialHelper executable(String helper) {
    return new CredentialHelper(
        new Executable(
            List.of(helperPrefix + helper, "get"), Map.of(), HELPER_TIMEOUT, helperPlaces));
  }
}
