package io.pullcheck.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The cases that distribution/reference publishes in reference_test.go and normalize_test.go,
/// normalised.
final class ImageReferenceTest {

  private static final String HEX =
      "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

  @ParameterizedTest
  @CsvSource({
    "test_com, docker.io, library/test_com, latest",
    "test.com:tag, docker.io, library/test.com, tag",
    "test.com:5000, docker.io, library/test.com, 5000",
    "test.com/repo:tag, test.com, repo, tag",
    "test:5000/repo, test:5000, repo, latest",
    "test:5000/repo:tag, test:5000, repo, tag",
    "lowercase:Uppercase, docker.io, library/lowercase, Uppercase",
    "sub-dom1.foo.com/bar/baz/quux, sub-dom1.foo.com, bar/baz/quux, latest",
    "sub-dom1.foo.com/bar/baz/quux:some-long-tag, sub-dom1.foo.com, bar/baz/quux, some-long-tag",
    "b.gcr.io/test.example.com/my-app:test.example.com, b.gcr.io, test.example.com/my-app, test.example.com",
    "xn--n3h.com/myimage:xn--n3h.com, xn--n3h.com, myimage, xn--n3h.com",
    "foo_bar.com:8080, docker.io, library/foo_bar.com, 8080",
    "foo/foo_bar.com:8080, docker.io, foo/foo_bar.com, 8080",
    "192.168.1.1, docker.io, library/192.168.1.1, latest",
    "192.168.1.1:5000, docker.io, library/192.168.1.1, 5000",
    "192.168.1.1/repo, 192.168.1.1, repo, latest",
    "192.168.1.1:5000/repo:5050, 192.168.1.1:5000, repo, 5050",
    "[2001:db8::1]/repo, [2001:db8::1], repo, latest",
    "[2001:db8:1:2:3:4:5:6]/repo:tag, [2001:db8:1:2:3:4:5:6], repo, tag",
    "[2001:db8::]:5000/repo, [2001:db8::]:5000, repo, latest",
    "[::1]:5000/repo, [::1]:5000, repo, latest",
    "[fc00::1]:5000/docker/docker, [fc00::1]:5000, docker/docker, latest",
    "fooo/bar, docker.io, fooo/bar, latest",
    "index.docker.io/fooo/bar, docker.io, fooo/bar, latest",
    "ubuntu, docker.io, library/ubuntu, latest",
    "library/ubuntu, docker.io, library/ubuntu, latest",
    "docker.io/ubuntu, docker.io, library/ubuntu, latest",
    "index.docker.io/library/ubuntu-12.04-base, docker.io, library/ubuntu-12.04-base, latest",
    "library/foo/bar, docker.io, library/foo/bar, latest",
    "127.0.0.1:8000/private/moonbase, 127.0.0.1:8000, private/moonbase, latest",
    "example.com:8000/privatebasee, example.com:8000, privatebasee, latest",
    "Foo/bar, Foo, bar, latest",
    "FOO/bar, FOO, bar, latest",
    "test_com/foo, docker.io, test_com/foo, latest",
    "test-com:8080/foo, test-com:8080, foo, latest",
    "xn--n3h.com:18080/foo, xn--n3h.com:18080, foo, latest",
    "localhost/foo, localhost, foo, latest",
    "docker---rules/docker, docker.io, docker---rules/docker, latest",
    "dock__er/docker, docker.io, dock__er/docker, latest",
    "d/docker, docker.io, d/docker, latest",
    "dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9, docker.io, library/dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9, latest",
    "docker.io/1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a, docker.io, library/1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a, latest",
  })
  void normalises(String written, String host, String path, String tag) {
    assertThat(ImageReference.parse(written, "docker.io"))
        .hasValueSatisfying(
            reference -> {
              assertThat(reference.host()).isEqualTo(host);
              assertThat(reference.path()).isEqualTo(path);
              assertThat(reference.tag()).contains(tag);
              assertThat(reference.manifest()).isEqualTo(tag);
              assertThat(reference).hasToString(host + "/" + path + ":" + tag);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":justtag",
        "@sha256:" + HEX,
        "repo@sha256:ffffffffffffffffffffffffffffffffff",
        "validname@invaliddigest:" + HEX,
        "repo@sha256:" + "F" + HEX,
        "repo@sha512:" + HEX,
        "repo@md5:" + HEX,
        "Uppercase:tag",
        "test:5000/Uppercase/lowercase:tag",
        "aa/asdf$$^/aa",
        "[2001:db8::1]",
        "[2001:db8::1]:5000",
        "[2001:db8::1]:tag",
        "[fe80::1%eth0]:5000/repo",
        "[fe80::1%@invalidzone]:5000/repo",
        "[2001:db8:3:4::192.0.2.33]:5000/debian",
        "fc00::1:5000/debian",
        "https://github.com/docker/docker",
        "docker/Docker",
        "-docker",
        "-docker/docker",
        "-docker.io/docker/docker",
        "docker///docker",
        "docker.io/docker/Docker",
        "docker.io/docker///docker",
        "docker-/docker",
        "____/____",
        "_docker/_docker",
        "dock..er/docker",
        "dock_.er/docker",
        "dock-.er/docker",
        "docker/",
        "1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a",
        " nginx",
        "nginx ",
        "nginx\n",
        "ngi nx",
        "nginx:",
        "nginx:-tag",
        "nginx@",
        "nginx:a@b",
        "reg.io:/x",
        "reg.io:port/x",
        "reg-.io/x",
        "nginx:a:b",
        "nginx@sha256:" + HEX + "@x"
      })
  void refusesWhatCanNameNoImage(String written) {
    assertThat(ImageReference.parse(written, "docker.io")).isEmpty();
  }

  @Test
  void theDigestDecides() {
    ImageReference both =
        ImageReference.parse("xn--7o8h.com/myimage:v1@sha512:" + HEX + HEX, "docker.io")
            .orElseThrow();

    assertThat(both.tag()).contains("v1");
    assertThat(both.manifest()).isEqualTo("sha512:" + HEX + HEX);
    assertThat(both).hasToString("xn--7o8h.com/myimage:v1@sha512:" + HEX + HEX);
    assertThat(ImageReference.parse("redis@sha256:" + HEX, "docker.io"))
        .map(ImageReference::toString)
        .contains("docker.io/library/redis@sha256:" + HEX);
    assertThat(ImageReference.parse("a@sha384:" + "0".repeat(96), "docker.io")).isPresent();
  }

  @Test
  void thePathHasAtMost255Characters() {
    assertThat(ImageReference.parse("reg.io/" + "a/".repeat(127) + "a:tag-beyond", "docker.io"))
        .isPresent();
    assertThat(ImageReference.parse("reg.io/" + "a/".repeat(128) + "a:tag", "docker.io")).isEmpty();
  }

  @Test
  void theTagHasAtMost128Characters() {
    assertThat(ImageReference.parse("nginx:" + "t".repeat(128), "docker.io")).isPresent();
    assertThat(ImageReference.parse("nginx:" + "t".repeat(129), "docker.io")).isEmpty();
  }

  @Test
  void anotherDefaultRegistryAddsNoLibrary() {
    assertThat(ImageReference.parse("nginx", "reg.io:5000"))
        .map(ImageReference::toString)
        .contains("reg.io:5000/nginx:latest");
    assertThat(ImageReference.parse("docker.io/nginx", "reg.io"))
        .map(ImageReference::repository)
        .contains("docker.io/library/nginx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a-", "a/", "a.", "a_", "A", "[", ":", "@", "a@sha256:"})
  @Timeout(10)
  void hugeInputsAreRefusedAtOnce(String part) {
    assertThat(ImageReference.parse(part.repeat(1_000_000), "docker.io")).isEmpty();
    assertThat(ImageReference.parse(part.repeat(1_000 / part.length()) + "!", "docker.io"))
        .isEmpty();
  }
}
