package io.pullcheck.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.image.Credential;
import io.pullcheck.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The cases that the kubelet publishes in pkg/credentialprovider/keyring_test.go, and its rules
/// that have none there.
final class KubeletKeyringTest {

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
    "kubernetes.io, kubernetes.com, false",
    "k*.io, quay.io, false",
    "*.kubernetes.io:1234/blah, prefix.kubernetes.io:1111/blah, false",
    "prefix.*.io/foo, prefix.kubernetes.io:1111/foo/bar, false",
    "a*b*c.io, aXbYc.io, true",
    "a*b*c.io, acb.io, false",
    "a*a.io, a.io, false",
    "reg.io/team, reg.io/teammate/app, true",
  })
  void matches(String key, String target, boolean matches) {
    assertThat(KubeletKeyring.matches(key, target)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "https://hello.kubernetes.io, hello.kubernetes.io/foo/bar, true",
    "https://*.docker.io, prefix.docker.io/foo/bar, true",
    "https://prefix.docker.*, prefix.docker.io/foo/bar, true",
    "https://prefix.*.io/path, prefix.docker.io/path/subpath/foo/bar, true",
    "https://prefix.*.io:8888, prefix.docker.io:8888/foo/bar, true",
    "https://*.docker.io/v1/, prefix.docker.io/path/foo, true",
    "https://*.docker.io/v2/, prefix.docker.io/path/foo, true",
    "https://reg.io/v1/team, reg.io/team/app, true",
    "https://reg.io/v1/team, reg.io/other/app, false",
    "http://reg.io, reg.io/app, true",
    "prefix.docker.io:1111, prefix.docker.io:1111/path/foo, true",
    "https://hello.kubernetes.io, world.mesos.org/foo/bar, false",
    "https://*.docker.com, prefix.docker.io/foo/bar, false",
    "https://suffix.*.io, prefix.docker.io/foo/bar, false",
    "https://prefix.docker.c*, prefix.docker.io/foo/bar, false",
    "https://index.docker.io, world.mesos.org/foo/bar, false",
    "https://index.docker.io/v1/, google/docker-registry, true",
    "https://index.docker.io/v1/, jenkins, true",
    "https://index.docker.io/v1/, index.docker.io/google/docker-registry, true",
    "https://index.docker.io/v1/, myhostdocker.io/foo/bar, false",
    "docker.io, nginx, true",
    "docker.io/library/nginx, nginx, true",
    "docker.io/nginx, nginx, false",
  })
  void findsTheEntryForAnImage(String key, String image, boolean found) {
    assertThat(lookup(image, key)).hasSize(found ? 1 : 0);
  }

  @Test
  void allMatchingEntriesAreCandidatesInReverseLexicographicOrder() {
    assertThat(lookup("reg.io/team/app", "*.io", "reg.io", "reg.io/team", "reg.*", "quay.io"))
        .containsExactly("reg.io/team", "reg.io", "reg.*", "*.io");
  }

  @Test
  void theDockerHubEntryCountsOnlyIfNoOtherMatches() {
    assertThat(lookup("nginx", "docker.io", "https://index.docker.io/v1/"))
        .containsExactly("docker.io");
  }

  @Test
  void entriesOfSeveralConfigsWithTheSameKeyAreTriedInTheirOrder() {
    KubeletKeyring keyring =
        new KubeletKeyring(List.of(config("reg.io", "first"), config("https://reg.io", "second")));

    assertThat(keyring.lookup(reference("reg.io/app")))
        .extracting(Credential::username)
        .containsExactly("first", "second");
  }

  /// The keys that were found, each by the user that stands for it.
  private static List<String> lookup(String image, String... keys) {
    List<DockerConfig> configs = new ArrayList<>();
    for (String key : keys) {
      configs.add(config(key, key));
    }
    return new KubeletKeyring(configs)
        .lookup(reference(image)).stream().map(Credential::username).toList();
  }

  private static DockerConfig config(String key, String user) {
    return new DockerConfig(List.of(new DockerConfig.Entry(key, Credential.password(user, "p"))));
  }

  private static ImageReference reference(String image) {
    return ImageReference.parse(image, "docker.io").orElseThrow();
  }
}
