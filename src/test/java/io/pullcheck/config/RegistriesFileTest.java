package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RegistriesFileTest {

  @TempDir Path folder;

  @Test
  void readsEverySetting() throws IOException {
    RegistriesFile file =
        read(
            """
            registries:
              - host: registry.example.com
                mirrors: [mirror.example.com/proxy]
                overridePath: true
                authHosts: [login.example.net]
                requestsPerSecond: 0.5
                concurrency: 8
                ca: /etc/pullcheck/ca/example.pem
                plainHttp: true
                skipVerify: true
                verify: layers
            """);

    assertThat(file.registries())
        .containsExactly(
            new HostSettings(
                "registry.example.com",
                List.of("mirror.example.com/proxy"),
                true,
                Set.of("login.example.net"),
                0.5,
                8,
                Optional.of(Path.of("/etc/pullcheck/ca/example.pem")),
                true,
                true,
                Optional.of(Verification.LAYERS)));
  }

  @Test
  void whatIsNotSetIsLeftToTheDefaults() throws IOException {
    HostSettings entry = read("registries: [{host: '*.example.com'}]").registries().getFirst();

    assertThat(entry.requestsPerSecond()).isEqualTo(50);
    assertThat(entry.concurrency()).isEqualTo(8);
    assertThat(entry.mirrors()).isEmpty();
    assertThat(entry.verify()).isEmpty();
    assertThat(entry.plainHttp()).isFalse();
  }

  @Test
  void aPublicRegistryKeepsItsRateWhereTheFileSetsNone() throws IOException {
    RegistriesFile file =
        read(
            """
            registries:
              - host: Quay.io
                concurrency: 2
              - host: docker.io
                requestsPerSecond: 7
            """);

    assertThat(file.registries())
        .extracting(HostSettings::requestsPerSecond)
        .containsExactly(5.0, 7.0);
  }

  @Test
  void anEmptyFileHasNoSettings() throws IOException {
    assertThat(read("")).isEqualTo(RegistriesFile.EMPTY);
    assertThat(read("# nothing yet\n")).isEqualTo(RegistriesFile.EMPTY);
    assertThat(read("registries:\n")).isEqualTo(RegistriesFile.EMPTY);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(
            "registries:\n- host: a.io\n  requestPerSecond: 1",
            ":3: 'requestPerSecond' is not a known key (allowed: host, mirrors,"),
        arguments(
            "registries:\n- host: a.io\n- host: b.io\n  verify: manifest\n  hosts: x",
            ":5: 'hosts' is not a known key (allowed: host, mirrors,"),
        arguments(
            "registries:\n- host: 5", ":2: registries[0].host has a value of the wrong shape"),
        arguments("registries:\n- host: a.io\n  host: b.io", ":3: Duplicate Object property"),
        arguments(
            "registries: []\n---\nregistries: []", ":3: the file has a value of the wrong shape"),
        arguments(
            "registries:\n- host: a.io\n  verify: all",
            ":3: 'all' is not a level of verification (allowed: manifest, platform, layers)"),
        arguments(
            "registries:\n- host: a.io\n  concurrency: many",
            ":3: 'many' is not a value of registries[0].concurrency (allowed: a number)"),
        arguments(
            "registries:\n- host: a.io\n  plainHttp: perhaps",
            ":3: 'perhaps' is not a value of registries[0].plainHttp (allowed: true, false)"),
        arguments(
            "registries:\n- host: a.io\n  mirrors: b.io",
            ":3: registries[0].mirrors has a value of the wrong shape (allowed: a list)"),
        arguments(
            "registries:\n- host: https://a.io",
            "'https://a.io' is not a value of host (allowed: HOST[:PORT], *.DOMAIN or *)"),
        arguments("registries:\n- plainHttp: true", "'' is not a value of host"),
        arguments(
            "registries:\n- host: a.io\n  concurrency: 0",
            "'0' is not a value of concurrency (allowed: 1 to 1000)"),
        arguments(
            "registries:\n- host: a.io\n  requestsPerSecond: -1",
            "'-1.0' is not a value of requestsPerSecond"),
        arguments(
            "registries:\n- host: a.io\n- host: a.io", "'a.io' stands twice among the registries"),
        arguments("registry: []", ":1: 'registry' is not a known key (allowed: registries)"),
        arguments("registries: [", ":1: while parsing"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWithFileLineAndWhatIsAllowed(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageError.class)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith(folder.resolve("config.yaml").toString())
                    .contains(message)
                    .doesNotContain("\n"));
  }

  @Test
  void namesAFileThatCannotBeRead() {
    assertThatThrownBy(() -> RegistriesFile.read(folder.resolve("missing.yaml")))
        .isInstanceOf(UsageError.class)
        .hasMessageEndingWith("missing.yaml does not exist");
  }

  private RegistriesFile read(String text) throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, text);
    return RegistriesFile.read(file);
  }
}
