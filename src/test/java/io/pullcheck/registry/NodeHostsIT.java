package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HostsDirectory;
import io.pullcheck.config.RegistriesFile;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.RealParts;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// containerd's `certs.d` and the same powers in `--config`, on real registries: one by plain HTTP,
/// and one with the same images that asks for a client certificate.
final class NodeHostsIT extends RegistryClientTesting {

  // The first handshake loads the classes and the system's CAs.
  private static final Duration PATIENT = Duration.ofSeconds(30);

  @TempDir static Path certificates;
  @AutoClose private static DockerRegistry plain;
  @AutoClose private static DockerRegistry mutual;

  @TempDir private Path root;

  @BeforeAll
  static void open() throws Exception {
    RealParts.require("openssl");
    new TestingTls(List.of("127.0.0.1")).write(certificates);
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout client.key"
            + " -out client.crt -subj /CN=node -days 2 -addext extendedKeyUsage=clientAuth");
    openssl("ec -in client.key -out sec1.key");
    Files.writeString(
        certificates.resolve("both.pem"),
        Files.readString(certificates.resolve("client.key"))
            + Files.readString(certificates.resolve("client.crt")));
    plain = DockerRegistry.open();
    plain.push("shop/cart", "v1");
    mutual =
        plain.sibling(
            ", tls: {certificate: %1$s/server.pem, key: %1$s/server-key.pem, clientcas: [%1$s/client.crt]}"
                .formatted(certificates),
            "");
  }

  private static void openssl(String arguments) throws Exception {
    List<String> command =
        Stream.of(("openssl " + arguments).split(" "))
            .map(each -> each.matches("\\w+\\.(?:key|crt)") ? certificates + "/" + each : each)
            .toList();
    assertThat(Command.run(Map.of(), "", command).exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['client.crt', 'client.key'] | available",
        "['client.crt', 'sec1.key'] | available",
        "'both.pem' | available",
        "'' | tls",
      })
  void aRegistryThatAsksForACertificateGetsTheNodes(String client, String expected)
      throws Exception {
    String pairs = client.startsWith("[") ? "[" + client + "]" : client;
    hosts(
        mutual.host().replace(':', '_') + "_",
        "ca = 'ca.pem'\n"
            + (client.equals("''") ? "" : "client = " + pairs.replace("'both", "'both") + "\n"));
    assertThat(check("", mutual.host() + "/shop/cart:v1")).isEqualTo(expected);
  }

  @Test
  void aRegistryThatGetsNoCertificateSaysSo() throws Exception {
    String config =
        """
        registries:
        - {host: "%s", ca: %s/ca.pem}
        """
            .formatted(mutual.host(), certificates);
    assertThat(verdict(config, mutual.host() + "/shop/cart:v1"))
        .isInstanceOfSatisfying(
            Verdict.Unavailable.class,
            found -> assertThat(found.detail()).endsWith(Reply.CLIENT_CERTIFICATE));
    String with =
        config
            .replace("/ca.pem", "/ca.pem, clientCert: %1$s/client.crt, clientKey: %1$s/client.key")
            .formatted(certificates);
    assertThat(check(with, mutual.host() + "/shop/cart:v1")).isEqualTo("available");
  }

  @Test
  void aServerOfAnotherNameIsAskedAloneAndItsAnswerIsTheVerdict() throws Exception {
    hosts("reg.invalid", "server = 'http://" + plain.host() + "'\n");

    assertThat(check("", "reg.invalid/shop/cart:v1")).isEqualTo("available");
    assertThat(check("", "reg.invalid/shop/cart:gone")).isEqualTo("manifest_unknown");
  }

  @Test
  void whatTheDefaultFolderSaysHoldsForRegistriesWithoutAFolder() throws Exception {
    hosts("_default", "[host.'http://" + plain.host() + "']\ncapabilities = ['pull', 'resolve']\n");
    hosts("own.invalid", "server = 'https://own.invalid'\n");

    assertThat(check("", "any.invalid/shop/cart:v1")).isEqualTo("available");
    assertThat(check("", "any.invalid/shop/cart:gone")).isEqualTo("dns");
    assertThat(check("", "own.invalid/shop/cart:v1")).isEqualTo("dns");
  }

  @Test
  void aMirrorIsAskedForWhatItIsCapableOf() throws Exception {
    String mirror = "[host.'http://" + plain.host() + "']\ncapabilities = ['%s']\n";
    hosts("pulls.invalid", mirror.formatted("pull"));
    hosts("resolves.invalid", mirror.formatted("resolve"));
    String digest = "@sha256:" + "0".repeat(64);

    assertThat(check("", "pulls.invalid/shop/cart:v1")).isEqualTo("dns");
    assertThat(check("", "resolves.invalid/shop/cart:v1")).isEqualTo("dns");
    assertThat(check("", "pulls.invalid/shop/cart" + digest)).isEqualTo("dns");
    assertThat(check("", "resolves.invalid/shop/cart" + digest)).isEqualTo("dns");
  }

  @Test
  void theConfigFileHasTheSamePowers() throws Exception {
    String config =
        """
        registries:
        - {host: '*', mirrors: ["%1$s"], fallback: %2$s}
        - {host: "%1$s", plainHttp: true}
        """;

    String alone = config.formatted(plain.host(), false);
    assertThat(check(alone, "any.invalid/shop/cart:v1")).isEqualTo("available");
    assertThat(check(alone, "any.invalid/shop/cart:gone")).isEqualTo("manifest_unknown");
    assertThat(check(config.formatted(plain.host(), true), "any.invalid/shop/cart:gone"))
        .isEqualTo("dns");
  }

  private void hosts(String folder, String toml) throws Exception {
    Path path = Files.createDirectories(root.resolve("certs.d").resolve(folder));
    Files.writeString(path.resolve("hosts.toml"), toml);
    for (String each : List.of("ca.pem", "client.crt", "client.key", "sec1.key", "both.pem")) {
      Files.copy(certificates.resolve(each), path.resolve(each));
    }
  }

  private String check(String config, String image) throws Exception {
    return switch (verdict(config, image)) {
      case Verdict.Available _ -> "available";
      case Verdict.Unavailable unavailable -> unavailable.reason().word();
      case Verdict.Inconclusive kept -> "kept " + kept.reason();
    };
  }

  private Verdict verdict(String config, String image) throws Exception {
    Path tree = Files.createDirectories(root.resolve("certs.d"));
    RegistrySettings settings =
        new RegistrySettings(
                RegistriesFile.parse(root, config).registries(),
                Verification.MANIFEST,
                false,
                false,
                1)
            .on(HostsDirectory.read(tree).hosts());
    RegistryClient client =
        new RegistryClient(
            access(new AddressRules(true, false, Set.of())),
            settings,
            PATIENT,
            RegistryObserver.NONE,
            clock);
    open.add(client);
    return client.check(
        new PullAttempt(
            ImageReference.parse(image, "docker.io").orElseThrow(), Candidates.ANONYMOUS, Set.of()),
        Keyring.EMPTY,
        TestingCallers.URGENT);
  }
}
