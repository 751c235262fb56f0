package io.pullcheck.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.KnownRegistry.Quirk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownRegistryTest {

  private static final Path MAIN = Path.of("src/main/java");

  // What is no part of a literal is skipped: comments, and the quotes of characters.
  private static final Pattern LITERAL =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|'(?:[^'\\\\\\n]|\\\\.)+'"
              + "|\"\"\"(?<block>.*?)\"\"\"|\"(?<text>(?:[^\"\\\\\\n]|\\\\.)*)\"",
          Pattern.DOTALL);

  // A name with a top-level domain under which registries and their token servers live.
  private static final Pattern HOST =
      Pattern.compile(
          "(?<![\\w.-])(?:[a-z0-9-]+\\.)+"
              + "(?:ai|app|aws|ch|cloud|cn|co|com|de|dev|eu|goog|internal|io|net|nl|org|ru|sh|uk)"
              + "(?![\\w-]|\\.[a-zA-Z])");

  // Names of API groups, of labels and annotations, and examples in texts.
  private static final Pattern NO_REGISTRY =
      Pattern.compile(
          "(?:[a-z0-9-]+\\.)*k8s\\.io|(?:app\\.|beta\\.|node\\.|cronjob\\.)?kubernetes\\.io|pullcheck\\.io|"
              + "inject\\.istio\\.io|image\\.openshift\\.io|argoproj\\.io|(?:[a-z0-9-]+\\.)*example\\.com"
              // The name of a format, which nobody asks.
              + "|json\\.schemastore\\.org"
              // Hosts that are refused, so that they are nobody's registry (AddressRules).
              + "|metadata\\.google\\.internal|metadata\\.goog");

  @Test
  void everyLiteralHostNameStandsInTheTable() throws IOException {
    List<String> strays = new ArrayList<>();
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (!file.endsWith("KnownRegistry.java")) {
          strays.addAll(strays(file, Files.readString(file)));
        }
      }
    }

    assertThat(strays).as("add them to KnownRegistry").isEmpty();
  }

  @Test
  void aStrayIsNamedWithFileAndLine() {
    String source =
        "class A {\n  // ghcr.io\n  char c = '\"';\n  String a = \"https://ghcr.io/v2/\";\n}";

    assertThat(strays(Path.of("A.java"), source)).containsExactly("A.java:4: ghcr.io");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"quay.io", "a.b.gcr.io:443", "x=registry-1.docker.io", "index.docker.io.", "a.cn"})
  void aHostNameInATextIsFound(String text) {
    assertThat(strays(Path.of("A.java"), '"' + text + '"')).hasSize(1);
    assertThat(strays(Path.of("A.java"), "\"\"\"\n" + text + "\n\"\"\"")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admission.k8s.io/v1",
        "kubernetes.io/arch",
        "app.kubernetes.io/part-of",
        "argoproj.io/v1alpha1/rollouts",
        "pullcheck.io/mode",
        "*.example.com",
        "config.json",
        "io.pullcheck.registry",
        "java.net.URI",
        "localhost",
        "h1.invalid"
      })
  void whatIsNoHostOfARegistryIsAllowed(String text) {
    assertThat(strays(Path.of("A.java"), '"' + text + '"')).isEmpty();
  }

  private static List<String> strays(Path file, String source) {
    List<String> strays = new ArrayList<>();
    Matcher literal = LITERAL.matcher(source);
    while (literal.find()) {
      String text = literal.group("block") == null ? literal.group("text") : literal.group("block");
      Matcher host = HOST.matcher(text == null ? "" : text);
      while (host.find()) {
        if (!NO_REGISTRY.matcher(host.group()).matches()) {
          long line = source.substring(0, literal.start()).lines().count();
          strays.add(file + ":" + Math.max(1, line) + ": " + host.group());
        }
      }
    }
    return strays;
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, DOCKER_HUB, registry-1.docker.io",
    "registry-1.docker.io, DOCKER_HUB, registry-1.docker.io",
    "quay.io, QUAY, quay.io",
    "nvcr.io, NVIDIA, nvcr.io"
  })
  void isFoundByItsNameInReferencesAndByTheOneThatIsConnectedTo(
      String host, KnownRegistry registry, String apiHost) {
    assertThat(KnownRegistry.of(host)).contains(registry);
    assertThat(KnownRegistry.apiHost(registry.host())).isEqualTo(apiHost);
  }

  // A row with a pattern is of hosts that anybody may make up: they stay unproven until they
  // answer.
  @ParameterizedTest
  @CsvSource({
    "docker.io, true",
    "registry-1.docker.io, true",
    "ghcr.io, true",
    "rg.fr-par.scw.cloud, false",
    "registry.eu-central-1.aliyuncs.com, false",
    "reg.io, false"
  })
  void isNamedOnlyWhereItsRowHasNoPattern(String host, boolean named) {
    assertThat(KnownRegistry.isNamed(host)).isEqualTo(named);
  }

  // containerd compares names as they are written.
  @ParameterizedTest
  @ValueSource(strings = {"reg.io", "Docker.IO", "docker.io:443", "eu.gcr.io"})
  void anyOtherHostIsUnknown(String host) {
    assertThat(KnownRegistry.of(host)).isEmpty();
    assertThat(KnownRegistry.has(host, Quirk.GET_COUNTS_AS_PULL)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, GET_COUNTS_AS_PULL",
    "ghcr.io, TOKEN_403_IS_A_BAD_LOGIN",
    "public.ecr.aws, EXPIRED_TOKEN_IS_400",
    "mcr.microsoft.com, SPORADIC_403"
  })
  void hasItsQuirk(String host, Quirk quirk) {
    assertThat(KnownRegistry.has(host, quirk)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "gcr.io, true",
    "eu.gcr.io, true",
    "europe-west3-docker.pkg.dev, true",
    "a.b.gcr.io, false",
    "gcr.io:5000, false",
    "evilgcr.io, false",
    "gcr.io.evil.com, false",
    "docker.pkg.dev, false",
    "europe-west3-docker.pkg.dev.evil.com, false"
  })
  void knowsGooglesRegistries(String host, boolean google) {
    assertThat(KnownRegistry.isGoogle(host)).isEqualTo(google);
  }
}
