package io.pullcheck.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is ours: normalised parts, `--default-registry`, and input that wants to hurt. The grammar
/// itself is in [ReferenceGrammarTest].
final class ImageReferenceTest {

  private static final String DIGEST = "sha256:" + "f".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest",
    "docker.io/nginx, docker.io/library/nginx:latest",
    "index.docker.io/nginx, docker.io/library/nginx:latest",
    "index.docker.io/user/app:1, docker.io/user/app:1",
    "LocalHost/app:1, LocalHost/app:1",
    "localhost/app:1, localhost/app:1",
    "localhost:5000, docker.io/library/localhost:5000",
    "Docker.io/app:1, Docker.io/app:1",
    "docker.io:443/app:1, docker.io:443/app:1",
    "[::1]:5000/app:1, [::1]:5000/app:1",
    "[2001:DB8::1]/app:1, [2001:DB8::1]/app:1",
    "my_registry.lan/app, my_registry.lan/app:latest",
    "a.b__c/app:1, a.b__c/app:1",
    "my_registry/app.b/c, docker.io/my_registry/app.b/c:latest",
  })
  void aNameIsNormalised(String written, String normalised) {
    assertThat(ImageReference.parse(written, "docker.io")).get().hasToString(normalised);
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, registry.example.com/nginx:latest",
    "team/app:1, registry.example.com/team/app:1",
    "library/nginx, registry.example.com/library/nginx:latest",
    "docker.io/nginx, docker.io/library/nginx:latest",
    "quay.io/a/b:1, quay.io/a/b:1",
  })
  void theDefaultRegistryTakesThePlaceOfDockerHubWithoutLibrary(String written, String normalised) {
    assertThat(ImageReference.parse(written, "registry.example.com")).get().hasToString(normalised);
  }

  @Test
  void aDigestDecides() {
    assertThat(ImageReference.parse("nginx:1@" + DIGEST, "docker.io"))
        .get()
        .returns(Optional.of("1"), ImageReference::tag)
        .returns(Optional.of(DIGEST), ImageReference::digest)
        .returns(DIGEST, ImageReference::manifest)
        .hasToString("docker.io/library/nginx:1@" + DIGEST);
    assertThat(ImageReference.parse("nginx@" + DIGEST, "docker.io"))
        .get()
        .returns(Optional.empty(), ImageReference::tag)
        .returns(DIGEST, ImageReference::manifest);
  }

  @ParameterizedTest
  @CsvSource({"sha256, 64", "sha384, 96", "sha512, 128"})
  void theRegisteredDigestsAreTaken(String algorithm, int length) {
    String digest = algorithm + ":" + "0a".repeat(length / 2);

    assertThat(ImageReference.parse("nginx@" + digest, "docker.io")).isPresent();
    assertThat(ImageReference.parse("nginx@" + digest + "0", "docker.io")).isEmpty();
    assertThat(ImageReference.parse("nginx@" + digest.replace('a', 'A'), "docker.io")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " nginx",
        "nginx ",
        "nginx\n",
        "nginx:1\n",
        "ngi nx",
        "nginx:",
        "nginx@",
        "nginx:a:b",
        "nginx@" + "sha256:0@sha256:0",
        "nginx:-a",
        "nginx:.a",
        "nginx:ä",
        "/nginx",
        "nginx/",
        "reg.io/",
        "reg.io//a",
        "reg.io:/a",
        "reg.io:port/a",
        "reg..io/a",
        "reg_x.io:5000/a",
        "_reg.io/a",
        "reg_.io/a",
        "reg___x.io/a",
        "Reg_x.io/a",
        "user@reg.io/a",
        "reg.io/a?b",
        "reg.io/a#b",
        "reg.io/a%2fb",
        "reg.io/../a",
        "reg.io/a/..",
        "ｒeg.io/a",
        "reg.io/ａ",
        "[::1/a",
        "::1]/a",
        "[]/a",
        "\u0000",
        ""
      })
  void whatCannotNameAnImageIsRefused(String written) {
    assertThat(ImageReference.parse(written, "docker.io")).isEmpty();
  }

  @Test
  void aTagMayHave128CharactersAndAPath255() {
    assertThat(ImageReference.parse("a:" + "t".repeat(128), "docker.io")).isPresent();
    assertThat(ImageReference.parse("a:" + "t".repeat(129), "docker.io")).isEmpty();
    assertThat(ImageReference.parse("reg.io/" + "p".repeat(255), "docker.io")).isPresent();
    assertThat(ImageReference.parse("reg.io/" + "p".repeat(256), "docker.io")).isEmpty();
    // The grammar takes a host with an underscore for a part of the path.
    assertThat(ImageReference.parse("r_g.io/" + "p".repeat(248), "docker.io")).isPresent();
    assertThat(ImageReference.parse("r_g.io/" + "p".repeat(249), "docker.io")).isEmpty();
    // "library/" counts.
    assertThat(ImageReference.parse("p".repeat(247), "docker.io")).isPresent();
    assertThat(ImageReference.parse("p".repeat(248), "docker.io")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "a/", "a.", "a-", "-", "a_", "a__b", "[", ":", "::", "@", ".", "a:", "A.", "0"
      })
  void neitherMegabytesNorDepthHurt(String unit) {
    for (int length : new int[] {255, 1000, 1024, 1_000_000}) {
      String hostile = unit.repeat(length / unit.length());
      assertThat(ImageReference.parse("reg.io/" + hostile + "!", "docker.io")).isEmpty();
      assertThat(ImageReference.parse(hostile + "!/a", "docker.io")).isEmpty();
      assertThat(ImageReference.parse("a:" + hostile + "!", "docker.io")).isEmpty();
      assertThat(ImageReference.isRegistry(hostile + "!")).isFalse();
    }
  }

  @Test
  void refusingTenThousandHostileNamesTakesNoTime() {
    String[] hostile = {
      "reg.io/" + "a-".repeat(500) + "!",
      "a-".repeat(500) + "/b",
      "a.".repeat(500) + "/b",
      "reg.io/" + "a__".repeat(80) + "!",
      "reg.io/" + "-".repeat(250),
    };
    long begun = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      assertThat(ImageReference.parse(hostile[i % hostile.length], "docker.io")).isEmpty();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, true",
    "registry, true",
    "registry:5000, true",
    "[::1]:5000, true",
    "reg.io/path, false",
    "https://reg.io, false",
    "reg io, false",
    "'', false",
  })
  void aRegistryIsAHostWithOrWithoutAPort(String text, boolean registry) {
    assertThat(ImageReference.isRegistry(text)).isEqualTo(registry);
  }

  @Test
  void aReferenceNeedsATagOrADigest() {
    assertThatThrownBy(() -> new ImageReference("reg.io", "a", Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
