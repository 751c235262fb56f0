package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsDirectoryTest {

  @TempDir private Path root;

  @Test
  void aFileIsReadAsContainerdReadsIt() throws IOException {
    write(
        "docker.io",
        """
        server = "https://registry-1.docker.io"
        ca = "hub.pem"
        [host."https://mirror.lan/proxy"]
          capabilities = ["pull", "resolve"]
          ca = ["one.pem", "/etc/two.pem"]
          client = [["a.cert", "a.key"], ["b.cert", "b.key"]]
          skip_verify = true
          override_path = true
          [host."https://mirror.lan/proxy".header]
            x-team = ["shop", "pay"]
        [host."http://second.lan:5000/v2"]
          capabilities = ["pull"]
        """);
    Path folder = root.resolve("docker.io");

    RegistrySettings settings = settings();

    Endpoint endpoint =
        new Endpoint(
            List.of(folder.resolve("one.pem"), Path.of("/etc/two.pem")),
            List.of(client(folder, "a"), client(folder, "b")),
            false,
            true,
            Map.of("x-team", "shop, pay"));
    Endpoint plain = new Endpoint(List.of(), List.of(), true, false, Map.of());
    List<Mirror> mirrors = settings.of("docker.io").mirrors();
    assertThat(mirrors)
        .containsExactly(
            new Mirror("mirror.lan", "/proxy", true, true, Optional.of(endpoint)),
            new Mirror("second.lan:5000", "/v2", false, true, Optional.of(plain)));
    assertThat(settings.of("docker.io").fallback()).isTrue();
    assertThat(settings.of("docker.io").requestsPerSecond()).isEqualTo(5);
    assertThat(settings.of("registry-1.docker.io:443").endpoint().authorities())
        .containsExactly(folder.resolve("hub.pem"));
    assertThat(settings.of(mirrors.getFirst()).endpoint()).isEqualTo(endpoint);
    assertThat(settings.of(mirrors.getLast()).plainHttp()).isTrue();
  }

  private static Endpoint.ClientCertificate client(Path folder, String name) {
    return new Endpoint.ClientCertificate(
        folder.resolve(name + ".cert"), folder.resolve(name + ".key"));
  }

  @ParameterizedTest
  @CsvSource({
    "reg.io, reg.io",
    "reg.io_5000_, reg.io:5000",
    "reg.io:5000, reg.io:5000",
    "_default, anything.io",
  })
  void aFolderIsForTheRegistryThatItNames(String folder, String registry) throws IOException {
    write(folder, "[host.'https://mirror.lan']");

    assertThat(settings().of(registry).mirrors())
        .extracting(Mirror::host, Mirror::root)
        .containsExactly(tuple("mirror.lan", "/v2"));
    assertThat(settings().of(registry).fallback()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "server = 'https://other.lan/x', other.lan, /x/v2",
    "server = 'reg.io/sub', reg.io, /sub/v2",
  })
  void aServerElsewhereTakesTheRegistrysPlace(String toml, String host, String path)
      throws IOException {
    write("reg.io", toml);

    assertThat(settings().of("reg.io").mirrors())
        .extracting(Mirror::host, Mirror::root)
        .containsExactly(tuple(host, path));
    assertThat(settings().of("reg.io").fallback()).isFalse();
  }

  @Test
  void aServerThatServesNoPullsIsNotAsked() throws IOException {
    write("reg.io", "server = 'https://reg.io'\ncapabilities = ['push']\n[host.'m.lan']\n");

    assertThat(settings().of("reg.io").fallback()).isFalse();
  }

  /// Docker's layout; and what containerd makes of a file that it refuses.
  @ParameterizedTest
  @ValueSource(
      strings = {"", "server = [", "[host.'m.lan']\ncapabilities = ['fly']", "skip_verify = 'no'"})
  void withoutAReadableFileTheCertificatesCount(String toml) throws IOException {
    write("reg.io", toml);
    Path folder = root.resolve("reg.io");
    for (String each : List.of("ca.crt", "a.cert", "a.key", "b.cert")) {
      Files.writeString(folder.resolve(each), "");
    }

    assertThat(settings().of("reg.io").mirrors()).isEmpty();
    assertThat(settings().of("reg.io").fallback()).isTrue();
    assertThat(settings().of("reg.io").endpoint())
        .isEqualTo(
            new Endpoint(
                List.of(folder.resolve("ca.crt")),
                List.of(
                    client(folder, "a"),
                    new Endpoint.ClientCertificate(
                        folder.resolve("b.cert"), folder.resolve("b.cert"))),
                false,
                false,
                Map.of()));
  }

  @Test
  void theConfigFileAddsWhatNodesDoNotHaveAndItsMirrorsComeInTheirPlace() throws IOException {
    write("_default", "[host.'https://mirror.lan']");
    String text =
        """
        registries:
        - {host: limited.io, requestsPerSecond: 3}
        - {host: mirrored.io, mirrors: [other.lan]}
        """;
    RegistrySettings settings = settings(text);

    assertThat(settings.of("limited.io").requestsPerSecond()).isEqualTo(3);
    assertThat(settings.of("limited.io").mirrors())
        .extracting(Mirror::host)
        .containsExactly("mirror.lan");
    assertThat(settings.of("mirrored.io").mirrors())
        .extracting(Mirror::host)
        .containsExactly("other.lan");
    assertThat(settings.has("limited.io")).isTrue();
    assertThat(settings.has("unnamed.io")).isFalse();
  }

  /// What a folder says of a mirror holds for that folder's registry alone.
  @Test
  void foldersThatNameTheSameMirrorSayEachTheirOwn() throws IOException {
    write("one.io", "ca = 'own.pem'\n[host.'https://mirror.lan']\nca = 'one.pem'\n");
    write("two.io", "[host.'http://mirror.lan']\nskip_verify = true\nheader = {a = 'b'}\n");
    write("mirror.lan", "ca = 'mirror.pem'");
    RegistrySettings settings =
        settings("registries: [{host: mirror.lan, requestsPerSecond: 3, clientCert: /c.pem}]");
    Endpoint.ClientCertificate configured =
        new Endpoint.ClientCertificate(Path.of("/c.pem"), Path.of("/c.pem"));

    assertThat(asMirror(settings, "one.io"))
        .returns(3.0, HostSettings::requestsPerSecond)
        .extracting(HostSettings::endpoint)
        .isEqualTo(endpoint(List.of(root.resolve("one.io/one.pem")), configured, false));
    assertThat(asMirror(settings, "two.io").endpoint())
        .isEqualTo(new Endpoint(List.of(), List.of(configured), true, true, Map.of("a", "b")));
    assertThat(settings.of("mirror.lan").endpoint())
        .isEqualTo(endpoint(List.of(root.resolve("mirror.lan/mirror.pem")), configured, false));
    assertThat(settings.of("one.io").endpoint().authorities())
        .containsExactly(root.resolve("one.io/own.pem"));
    assertThat(settings.of("two.io").endpoint()).isEqualTo(Endpoint.PLAIN_TLS);
  }

  private static HostSettings asMirror(RegistrySettings settings, String registry) {
    return settings.of(settings.of(registry).mirrors().getFirst());
  }

  private static Endpoint endpoint(
      List<Path> authorities, Endpoint.ClientCertificate client, boolean plainHttp) {
    return new Endpoint(authorities, List.of(client), plainHttp, false, Map.of());
  }

  /// Without a folder of its own, a registry has what the default one says.
  @Test
  void theDefaultFoldersMirrorsHoldForAllOthers() throws IOException {
    write("_default", "[host.'https://mirror.lan']\nca = 'default.pem'\n");
    write("one.io", "[host.'https://mirror.lan']\nskip_verify = true\n");

    assertThat(asMirror(settings(), "any.io").endpoint().authorities())
        .containsExactly(root.resolve("_default/default.pem"));
    assertThat(asMirror(settings(), "one.io").endpoint())
        .isEqualTo(new Endpoint(List.of(), List.of(), false, true, Map.of()));
  }

  @Test
  void hostsAreAskedInTheFilesOrder() throws IOException {
    write(
        "reg.io",
        """
        [host."https://z.lan"]
        [host."https://a.lan".header]
          x = "y"
        [host."https://m.lan/v2/x"]
          override_path = true
        """);

    assertThat(settings().of("reg.io").mirrors())
        .extracting(Mirror::host, Mirror::root)
        .containsExactly(tuple("z.lan", "/v2"), tuple("a.lan", "/v2"), tuple("m.lan", "/v2/x"));
  }

  private void write(String folder, String toml) throws IOException {
    Path path = Files.createDirectories(root.resolve(folder));
    if (!toml.isEmpty()) {
      Files.writeString(path.resolve("hosts.toml"), toml);
    }
  }

  private RegistrySettings settings() {
    return settings("");
  }

  private RegistrySettings settings(String config) {
    return new RegistrySettings(
            RegistriesFile.parse(root, config).registries(), Verification.MANIFEST, false, false, 1)
        .on(HostsDirectory.read(root).hosts());
  }
}
