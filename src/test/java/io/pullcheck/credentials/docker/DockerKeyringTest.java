package io.pullcheck.credentials.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tables are the kubelet's own: pkg/credentialprovider/keyring_test.go, v1.36.
final class DockerKeyringTest {

  // TestURLsMatch.
  @ParameterizedTest
  @CsvSource({
    "*.kubernetes.io, prefix.kubernetes.io, true",
    "prefix.*.io, prefix.kubernetes.io, true",
    "prefix.kubernetes.*, prefix.kubernetes.io, true",
    "*-good.kubernetes.io, prefix-good.kubernetes.io, true",
    "*.kubernetes.io/blah, prefix.kubernetes.io/blah, true",
    "prefix.*.io/foo, prefix.kubernetes.io/foo/bar, true",
    "*.kubernetes.io:1111/blah, prefix.kubernetes.io:1111/blah, true",
    "prefix.*.io:1111/foo, prefix.kubernetes.io:1111/foo/bar, true",
    "*.kubernetes.io, kubernetes.io, false",
    "*.*.kubernetes.io, prefix.kubernetes.io, false",
    "*.*.kubernetes.io, kubernetes.io, false",
    "*kubernetes.io, a.kubernetes.io, false",
    "*kubernetes.io, kubernetes.io, true",
    "*.*.*.kubernetes.io, a.b.c.kubernetes.io, true",
    "kubernetes.io, kubernetes.com, false",
    "k*.io, quay.io, false",
    "my_registry.lan, my_registry.lan/app, true",
    "*.lan/app, my_registry.lan/app, true",
    "*.kubernetes.io:1234/blah, prefix.kubernetes.io:1111/blah, false",
    "prefix.*.io/foo, prefix.kubernetes.io:1111/foo/bar, false",
  })
  void aPatternMatchesHostPartsPortAndPrefixOfThePath(
      String pattern, String target, boolean matches) {
    assertThat(location(pattern).matches(location(target))).isEqualTo(matches);
  }

  // TestDockerKeyringForGlob.
  @ParameterizedTest
  @CsvSource({
    "https://hello.kubernetes.io, hello.kubernetes.io",
    "https://*.docker.io, prefix.docker.io",
    "https://prefix.*.io, prefix.docker.io",
    "https://prefix.docker.*, prefix.docker.io",
    "https://*.docker.io/path, prefix.docker.io/path",
    "https://prefix.*.io/path, prefix.docker.io/path/subpath",
    "https://prefix.docker.*/path, prefix.docker.io/path",
    "https://*.docker.io:8888, prefix.docker.io:8888",
    "https://prefix.*.io:8888, prefix.docker.io:8888",
    "https://prefix.docker.*:8888, prefix.docker.io:8888",
    "https://*.docker.io/path:1111, prefix.docker.io/path:1111",
    "https://*.docker.io/v1/, prefix.docker.io/path:1111",
    "https://*.docker.io/v2/, prefix.docker.io/path:1111",
    "https://prefix.docker.*/path:1111, prefix.docker.io/path:1111",
    "prefix.docker.io:1111, prefix.docker.io:1111/path",
    "*.docker.io:1111, prefix.docker.io:1111/path",
  })
  void aKeyIsFound(String key, String target) {
    assertThat(lookup(target + "/foo/bar", key)).containsExactly("user0");
  }

  // TestKeyringMiss.
  @ParameterizedTest
  @CsvSource({
    "https://hello.kubernetes.io, world.mesos.org/foo/bar",
    "https://*.docker.com, prefix.docker.io",
    "https://suffix.*.io, prefix.docker.io",
    "https://prefix.docker.c*, prefix.docker.io",
    "https://prefix.*.io/path:1111, prefix.docker.io/path/subpath:1111",
    "suffix.*.io, prefix.docker.io",
    // TestKeyringMissWithDockerHubCredentials.
    "https://index.docker.io/v1/, world.mesos.org/foo/bar",
  })
  void aKeyIsNotFound(String key, String target) {
    assertThat(lookup(target + "/foo/bar", key)).isEmpty();
  }

  // TestKeyringHitWithUnqualifiedDockerHub, ...LibraryDockerHub, ...QualifiedDockerHub,
  // TestIsDefaultRegistryMatch; the kubelet looks up the normalised name.
  @ParameterizedTest
  @CsvSource({
    "google/docker-registry, true",
    "jenkins, true",
    "foo/bar, true",
    "docker.io/foo/bar, true",
    "index.docker.io/foo/bar, true",
    "foo, true",
    "registry.tld/foo/bar, false",
    "registry:5000/foo/bar, false",
    "myhostdocker.io/foo/bar, false",
    // Ours: Docker Hub's password goes nowhere else.
    "localhost/foo, false",
    "Registry/foo, false",
  })
  void theLoginForDockerHubIsFoundForImagesOfDockerHub(String image, boolean found) {
    String repository = ImageReference.parse(image, "docker.io").orElseThrow().repository();

    for (String key :
        List.of(
            "https://index.docker.io/v1/",
            "https://index.docker.io/v2/",
            "index.docker.io",
            "index.docker.io/")) {
      assertThat(lookup(repository, key)).as(key).hasSize(found ? 1 : 0);
    }
  }

  @Test
  void theLoginForDockerHubCountsOnlyIfNothingElseMatched() {
    assertThat(lookup("docker.io/library/nginx", "https://index.docker.io/v1/", "docker.io"))
        .containsExactly("user1");
    assertThat(lookup("docker.io/library/nginx", "https://index.docker.io/v1/", "docker.io/team"))
        .containsExactly("user0");
  }

  // TestDockerKeyringLookup.
  @ParameterizedTest
  @CsvSource({
    "bar.example.com, user1",
    "bar.example.com/pong, user0 user1",
    "bar.example.com/ping, user1",
    "bar.example.com/pongz, user0 user1",
    "bar.example.com/pong/pang, user0 user1",
    "example.com, ''",
    "foo.example.com, ''",
  })
  void allThatMatchAreFoundLongerPathsFirst(String repository, String users) {
    assertThat(String.join(" ", lookup(repository, "bar.example.com/pong", "bar.example.com")))
        .isEqualTo(users);
  }

  // TestIssue3797.
  @ParameterizedTest
  @CsvSource({"quay.io", "quay.io/foo", "quay.io/foo/bar"})
  void anApiVersionInTheKeyIsDropped(String repository) {
    assertThat(lookup(repository, "https://quay.io/v1/")).containsExactly("user0");
  }

  @ParameterizedTest
  @CsvSource({
    // Only with the slash after it, and only in front.
    "reg.io/v1, reg.io/app, false",
    "reg.io/v1, reg.io/v1/app, true",
    "reg.io/v2/team, reg.io/team/app, true",
    "reg.io/v2/team, reg.io/v2/team/app, false",
    "reg.io/v3/, reg.io/app, false",
    // The scheme, where it is one.
    "http://reg.io, reg.io/app, true",
    "HTTPS://reg.io, reg.io/app, false",
    "ftp://reg.io, reg.io/app, false",
    // What a URL may have besides.
    "https://user@reg.io/, reg.io/app, true",
    "reg.io/?a=b, reg.io/app, true",
    "reg.io#top, reg.io/app, true",
    // Ports.
    "reg.io:443, reg.io/app, false",
    "reg.io, reg.io:443/app, false",
    "reg.io:, reg.io/app, true",
    "[::1]:5000, [::1]:5000/app, true",
    "[::1]:5001, [::1]:5000/app, false",
    // The kubelet's quirk: without a port the brackets are a glob's class.
    "[::1], [::1]/app, false",
    "[::1, [::1]/app, false",
    // Globs, only within a part of the host.
    "reg[12].io, reg1.io/app, true",
    "reg[12].io, reg3.io/app, false",
    "*, reg.io/app, false",
    "*, localhost/app, true",
    "reg.io/*, reg.io/app, false",
    "REG.io, reg.io/app, false",
    // A plain prefix of the path.
    "reg.io/te, reg.io/team/app, true",
    "reg.io/team/, reg.io/team/app, true",
    "reg.io/team/, reg.io/team, false",
    "'', reg.io/app, false",
  })
  void aKeyIsAUrlWithoutItsScheme(String key, String repository, boolean found) {
    assertThat(lookup(repository, key)).hasSize(found ? 1 : 0);
  }

  @Test
  void keysAreInReverseLexicographicOrderAndEqualOnesInOrderOfTheirConfigs() {
    assertThat(
            lookup(
                "a.reg.io/team/app",
                "*.reg.io",
                "a.reg.io",
                "https://a.reg.io/v2/",
                "a.reg.io/team",
                "a.*.io/team/app"))
        .containsExactly("user3", "user1", "user2", "user4", "user0");
  }

  private static List<String> lookup(String repository, String... keys) {
    List<DockerConfig> configs =
        Arrays.stream(keys)
            .map(
                key ->
                    new DockerConfig.Entry(
                        key, Credential.password("user" + List.of(keys).indexOf(key), "secret")))
            .map(entry -> new DockerConfig(List.of(entry)))
            .toList();
    return new DockerKeyring(configs)
        .lookup(repository).stream().map(Credential::username).toList();
  }

  private static Location location(String text) {
    return Location.parse(text).orElseThrow();
  }
}
