package io.pullcheck.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.testing.TestingClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialSourcesTest {

  private static final ServeConfig.NodeCredentials NOTHING = config(null, null);
  private static final ImageReference APP =
      ImageReference.parse("reg.io/app", "docker.io").orElseThrow();

  private final TestingClock clock = new TestingClock();
  @TempDir Path folder;
  private Path flagged;
  private Map<String, String> environment;

  @BeforeEach
  void files() throws IOException {
    flagged = write(folder.resolve("flagged"), "flag");
    environment =
        Map.of(
            "DOCKER_CONFIG", folder.resolve("docker").toString(),
            "HOME", folder.resolve("home").toString());
  }

  @Test
  void theFlagComesBeforeTheEnvironment() throws IOException {
    write(folder.resolve("docker"), "environment");

    assertThat(users(CredentialSources.ofNode(config(flagged, null), environment, clock)))
        .containsExactly("flag");
    assertThat(users(CredentialSources.ofUser(config(flagged, null), environment, clock)))
        .containsExactly("flag");
    assertThat(users(CredentialSources.ofNode(NOTHING, environment, clock)))
        .containsExactly("environment");
    assertThat(users(CredentialSources.ofUser(NOTHING, environment, clock)))
        .containsExactly("environment");
  }

  @Test
  void onlyAUserHasOneInTheHomeFolder() throws IOException {
    write(folder.resolve("home/.docker"), "home");
    Map<String, String> home = Map.of("HOME", folder.resolve("home").toString());

    assertThat(users(CredentialSources.ofUser(NOTHING, home, clock))).containsExactly("home");
    assertThat(CredentialSources.ofNode(NOTHING, home, clock)).isEmpty();
  }

  @Test
  void whatTheEnvironmentNamesNeedNotBeThere() {
    assertThat(users(CredentialSources.ofNode(NOTHING, environment, clock))).isEmpty();
    assertThat(CredentialSources.ofUser(NOTHING, environment, clock)).isEmpty();
    assertThat(CredentialSources.ofUser(NOTHING, Map.of(), clock)).isEmpty();
  }

  @Test
  void aFileThatNoFlagNamesIsNotToldByAFlag() throws IOException {
    Path docker = Files.createDirectories(folder.resolve("docker")).resolve("config.json");
    Path home = Files.createDirectories(folder.resolve("home/.docker")).resolve("config.json");
    Files.writeString(docker, "{");
    Files.writeString(home, "{");

    assertThatThrownBy(() -> CredentialSources.ofUser(NOTHING, environment, clock))
        .hasMessageStartingWith("DOCKER_CONFIG: " + docker + " is not a docker config.json");
    Map<String, String> withoutIt = Map.of("HOME", folder.resolve("home").toString());
    assertThatThrownBy(() -> CredentialSources.ofUser(NOTHING, withoutIt, clock))
        .hasMessageStartingWith("the docker config: " + home + " is not a docker config.json");
  }

  @Test
  void whatAFlagNamesMustBeThere() {
    Path gone = folder.resolve("gone");

    assertThatThrownBy(() -> CredentialSources.ofNode(config(gone, null), environment, clock))
        .isInstanceOf(UsageError.class)
        .hasMessage("--docker-config: " + gone + " does not exist");
    assertThatThrownBy(() -> CredentialSources.ofUser(config(gone, null), environment, clock))
        .isInstanceOf(UsageError.class)
        .hasMessage("--docker-config: " + gone + " does not exist");
    assertThatThrownBy(() -> CredentialSources.ofNode(config(null, gone), environment, clock))
        .isInstanceOf(UsageError.class)
        .hasMessage("--image-credential-provider-config: " + gone + " does not exist");
  }

  @Test
  void aBadPluginFolderIsToldByItsFlag() {
    Path gone = folder.resolve("gone");
    ServeConfig.NodeCredentials config =
        new ServeConfig.NodeCredentials(
            Optional.empty(), Optional.of(flagged), Optional.of(gone), false);

    assertThatThrownBy(() -> CredentialSources.ofNode(config, environment, clock))
        .isInstanceOf(UsageError.class)
        .hasMessageStartingWith("--image-credential-provider-bin-dir: " + gone + " is no folder");
  }

  @Test
  void googlesCredentialsComeLastAndOnlyIfWanted() throws IOException {
    ServeConfig.NodeCredentials google =
        new ServeConfig.NodeCredentials(
            Optional.of(flagged), Optional.empty(), Optional.empty(), true);

    assertThat(CredentialSources.ofNode(google, environment, clock))
        .hasSize(2)
        .last()
        .isInstanceOf(GoogleKeyring.class);
    assertThat(CredentialSources.ofUser(google, environment, clock))
        .hasSize(2)
        .last()
        .isInstanceOf(GoogleKeyring.class);
    assertThat(CredentialSources.ofNode(NOTHING, Map.of(), clock)).isEmpty();
  }

  private static Path write(Path folder, String user) throws IOException {
    return Files.writeString(
        Files.createDirectories(folder).resolve("config.json"),
        "{\"auths\": {\"reg.io\": {\"username\": \"" + user + "\", \"password\": \"p\"}}}");
  }

  private static List<String> users(List<Keyring> sources) {
    return sources.stream()
        .flatMap(source -> source.candidates(APP).inOrder().stream())
        .map(Credential::username)
        .toList();
  }

  private static ServeConfig.NodeCredentials config(Path dockerConfig, Path providers) {
    return new ServeConfig.NodeCredentials(
        Optional.ofNullable(dockerConfig),
        Optional.ofNullable(providers),
        Optional.ofNullable(providers).map(Path::getParent),
        false);
  }
}
