package io.pullcheck.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The cases that distribution/reference 0.6 publishes. Where its `Parse` takes names as they are,
/// the expected repository is what its own `ParseNormalizedNamed` makes of them.
final class ReferenceGrammarTest {

  private static final String F64 = "f".repeat(64);

  // normalize_test.go: TestValidateReferenceName, TestValidateRemoteName; regexp_test.go:
  // TestFullNameRegexp.
  static final String[] VALID = {
    "docker/docker",
    "library/debian",
    "debian",
    "docker.io/docker/docker",
    "docker.io/library/debian",
    "docker.io/debian",
    "index.docker.io/docker/docker",
    "index.docker.io/library/debian",
    "index.docker.io/debian",
    "127.0.0.1:5000/docker/docker",
    "127.0.0.1:5000/library/debian",
    "127.0.0.1:5000/debian",
    "192.168.0.1",
    "192.168.0.1:80",
    "192.168.0.1:8/debian",
    "192.168.0.2:25000/debian",
    "thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev",
    "[fc00::1]:5000/docker",
    "[fc00::1]:5000/docker/docker",
    "[fc00:1:2:3:4:5:6:7]:5000/library/debian",
    "docker.io/1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a",
    "Docker/docker",
    "DOCKER/docker",
    "docker-rules/docker",
    "docker---rules/docker",
    "doc/docker",
    "d/docker",
    "jess/t",
    "dock__er/docker",
    "short",
    "simple/name",
    "docker/stevvooe/app",
    "aa/aa/aa/aa/aa/aa/aa/aa/aa/bb/bb/bb/bb/bb/bb",
    "a/a/a/a",
    "a",
    "a/aa/a",
    "foo.com",
    "foo.com:8080/bar",
    "foo.com/bar/baz",
    "localhost:8080/bar",
    "sub-dom1.foo.com/bar/baz/quux",
    "aa-a/a",
    "foo_bar",
    "foo_bar.com",
    "foo.com/foo_bar",
    "b.gcr.io/test.example.com/my-app",
    "xn--n3h.com/myimage",
    "example.com/xn--7o8h.com/myimage",
    "example.com/some_separator__underscore/myimage",
    "do__cker/docker",
    "registry.io/foo/project--id.module--name.ver---sion--name",
    "Asdf.com/foo/bar",
    // TestDomainRegexp, with a path.
    "test.com:10304/a",
    "a-b.com/a",
    "ab.c-om/a",
    "0101.com/a",
    "001a.com/a",
    "b.gbc.io:443/a",
    "192.168.1.1:750050/a",
    "[fd00:1:2::3]:75050/a",
    "[fd00123123123]:75050/a",
    "[2001:0db8:85a3:0000:0000:8a2e:0370:7334]:750505/a",
  };

  static final String[] INVALID = {
    "https://github.com/docker/docker",
    "docker/Docker",
    "-docker",
    "-docker/docker",
    "-docker.io/docker/docker",
    "docker///docker",
    "docker.io/docker/Docker",
    "docker.io/docker///docker",
    "[fc00::1]",
    "[fc00::1]:5000",
    "fc00::1:5000/debian",
    "[fe80::1%eth0]:5000/debian",
    "[2001:db8:3:4::192.0.2.33]:5000/debian",
    "1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a",
    "docker-/docker",
    "-docker-/docker",
    "____/____",
    "_docker/_docker",
    "dock..er/docker",
    "dock_.er/docker",
    "dock-.er/docker",
    "docker/",
    "this_is_not_a_valid_namespace_because_its_lenth_is_greater_than_255_".repeat(4) + "/docker",
    "",
    "a/a/a/a/",
    "a//a/a",
    "foo.com/",
    "foo.com:http/bar",
    "a^a",
    "aa/asdf$$^/aa",
    "asdf$$^/aa",
    "a-/a/a/a",
    "foo.com/a-/a/a",
    "-foo/bar",
    "foo/bar-",
    "foo-/bar",
    "foo/-bar",
    "_foo/bar",
    "foo_bar.com:8080/app",
    "docker_/docker_",
    "example.com/__underscore/myimage",
    "example.com/..dots/myimage",
    "example.com/.dots/myimage",
    "example.com/nodouble..dots/myimage",
    "docker./docker",
    ".docker/docker",
    "do..cker/docker",
    "do__cker:8080/docker",
    "Foo/FarB",
    // TestDomainRegexp, with a path.
    "test.com:http/a",
    "-ab.com/a",
    "ab-.com/a",
    "ab.-com/a",
    "ab.com-/a",
    "[fd00:1:2::3]75050/a",
    "[fd00:1:2::3]::75050/a",
    "[fd00:1:2::3%eth0]:75050/a",
    "fd00:1:2::3:75050/a",
    // TestReferenceParse.
    ":justtag",
    "@sha256:" + F64,
    "repo@sha256:ffffffffffffffffffffffffffffffffff",
    "validname@invaliddigest:" + F64 + F64,
    "Uppercase:tag",
    "test:5000/Uppercase/lowercase:tag",
    "x.io/" + "a/".repeat(128) + "a:tag",
    "[2001:db8::1]",
    "[2001:db8::1]:5000",
    "[2001:db8::1]:tag",
    "[fe80::1%eth0]:5000/repo",
    "[fe80::1%@invalidzone]:5000/repo",
    // TestReferenceRegexp.
    "registry.com:8080/myapp@sha256:badbadbadbad",
    "registry.com:8080/myapp:invalid~tag",
    "bad_hostname.com:8080/myapp:tag",
    "localhost:http/name@sha256:" + F64,
    "registry.com:8080/myapp@bad",
    "registry.com:8080/myapp@2bad",
    // TestInvalidReferenceComponents.
    "-foo",
    "busybox:-foo",
    "busybox@foo",
    // TestParseAnyReference: digests alone are no names.
    "dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9c",
  };

  @ParameterizedTest
  @FieldSource("VALID")
  void theirValidNamesAreTaken(String name) {
    assertThat(parse(name)).isPresent();
  }

  @ParameterizedTest
  @FieldSource("INVALID")
  void theirInvalidNamesAreRefused(String name) {
    assertThat(parse(name)).isEmpty();
  }

  // reference_test.go: TestReferenceParse, TestSerialization, TestWithTag; regexp_test.go:
  // TestReferenceRegexp.
  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
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
        "192.168.1.1:tag, docker.io, library/192.168.1.1, tag",
        "192.168.1.1:5000, docker.io, library/192.168.1.1, 5000",
        "192.168.1.1/repo, 192.168.1.1, repo, latest",
        "192.168.1.1:5000/repo, 192.168.1.1:5000, repo, latest",
        "192.168.1.1:5000/repo:5050, 192.168.1.1:5000, repo, 5050",
        "[2001:db8::1]/repo, [2001:db8::1], repo, latest",
        "[2001:db8:1:2:3:4:5:6]/repo:tag, [2001:db8:1:2:3:4:5:6], repo, tag",
        "[2001:db8::1]:5000/repo, [2001:db8::1]:5000, repo, latest",
        "[2001:db8::1]:5000/repo:tag, [2001:db8::1]:5000, repo, tag",
        "[2001:db8::]:5000/repo, [2001:db8::]:5000, repo, latest",
        "[::1]:5000/repo, [::1]:5000, repo, latest",
        "example.com:8000/named:tagged, example.com:8000, named, tagged",
        "test.com:8000/foo:TAG5, test.com:8000, foo, TAG5",
        "registry.com:8080/myapp:tag, registry.com:8080, myapp, tag",
        // normalize_test.go: TestNormalizedSplitHostname, TestParseRepositoryInfo.
        "test_com/foo, docker.io, test_com/foo, latest",
        "docker/migrator, docker.io, docker/migrator, latest",
        "test.com:8080/foo, test.com:8080, foo, latest",
        "test-com:8080/foo, test-com:8080, foo, latest",
        "xn--n3h.com:18080/foo, xn--n3h.com:18080, foo, latest",
        "docker.io/foo, docker.io, library/foo, latest",
        "docker.io/library/foo, docker.io, library/foo, latest",
        "docker.io/library/foo/bar, docker.io, library/foo/bar, latest",
        "library/foo/bar, docker.io, library/foo/bar, latest",
        "index.docker.io/fooo/bar, docker.io, fooo/bar, latest",
        "library/ubuntu, docker.io, library/ubuntu, latest",
        "nonlibrary/ubuntu, docker.io, nonlibrary/ubuntu, latest",
        "other/library, docker.io, other/library, latest",
        "127.0.0.1:8000/private/moonbase, 127.0.0.1:8000, private/moonbase, latest",
        "example.com:8000/privatebasee, example.com:8000, privatebasee, latest",
        "index.docker.io/library/ubuntu-12.04-base, docker.io, library/ubuntu-12.04-base, latest",
        "store/foo/bar, docker.io, store/foo/bar, latest",
        "Foo/bar, Foo, bar, latest",
        "FOO/bar, FOO, bar, latest",
        "dmcgowan/myapp:latest, docker.io, dmcgowan/myapp, latest",
        "dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9, docker.io, library/dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9, latest",
        "dbcc1, docker.io, library/dbcc1, latest",
      })
  void theirTaggedNamesAreSplitAsTheySplitThem(
      String written, String host, String path, String tag) {
    assertThat(parse(written))
        .contains(new ImageReference(host, path, Optional.of(tag), Optional.empty()));
  }

  static Stream<Arguments> digested() {
    return Stream.of(
        Arguments.of("test:5000/repo", "test:5000", "repo", null, "sha256:" + F64),
        Arguments.of("test:5000/repo:tag", "test:5000", "repo", "tag", "sha256:" + F64),
        Arguments.of(
            "xn--7o8h.com/myimage:xn--7o8h.com",
            "xn--7o8h.com",
            "myimage",
            "xn--7o8h.com",
            "sha512:" + F64 + F64),
        Arguments.of(
            "[2001:db8::1]:5000/repo", "[2001:db8::1]:5000", "repo", null, "sha256:" + F64),
        Arguments.of(
            "[2001:db8::1]:5000/repo:tag", "[2001:db8::1]:5000", "repo", "tag", "sha256:" + F64),
        Arguments.of("busybox:latest", "docker.io", "library/busybox", "latest", "sha256:" + F64),
        Arguments.of("localhost:8080", "docker.io", "library/localhost", "8080", "sha256:" + F64),
        Arguments.of("localhost:8080/name", "localhost:8080", "name", null, "sha256:" + F64),
        Arguments.of("localhost", "docker.io", "library/localhost", null, "sha256:" + F64));
  }

  @ParameterizedTest
  @MethodSource("digested")
  void theirDigestedNamesAreSplitAsTheySplitThem(
      String name, String host, String path, String tag, String digest) {
    assertThat(parse(name + "@" + digest))
        .contains(new ImageReference(host, path, Optional.ofNullable(tag), Optional.of(digest)));
  }

  // TestReferenceParse: the longest path, whose first part is their domain and our path.
  @Test
  void aPathOf255CharactersIsTheLongest() {
    assertThat(parse("x.io/" + "a/".repeat(127) + "a:tag-puts-this-over-max")).isPresent();
  }

  private static Optional<ImageReference> parse(String written) {
    return ImageReference.parse(written, "docker.io");
  }
}
