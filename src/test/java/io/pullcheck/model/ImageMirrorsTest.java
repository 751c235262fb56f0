package io.pullcheck.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageMirrorsTest {

  private static final ImageMirrors MIRRORS =
      new ImageMirrors(
          List.of(
              mirror("index.docker.io=mirror.example.com/hub"),
              mirror("docker.io/library/=registry:5000"),
              mirror("reg.io/a=other.io/b"),
              mirror("reg.io/whole=bare.io"),
              mirror("back.io=docker.io"),
              mirror("[::1]:5000=localhost:5001/v6")));

  @ParameterizedTest
  @CsvSource({
    "nginx:1, registry:5000/nginx:1",
    "user/app, mirror.example.com/hub/user/app:latest",
    "docker.io/libraryx/app, mirror.example.com/hub/libraryx/app:latest",
    "reg.io/a/x:1, other.io/b/x:1",
    "reg.io/a:1, other.io/b:1",
    "reg.io/ab:1, reg.io/ab:1",
    "quay.io/a/b:1, quay.io/a/b:1",
    "index.docker.io/user/app:1, mirror.example.com/hub/user/app:1",
    "reg.io.evil.com/a:1, reg.io.evil.com/a:1",
    "reg.io/whole/x:1, bare.io/x:1",
    "reg.io/whole:1, reg.io/whole:1",
    "back.io/nginx:1, docker.io/library/nginx:1",
    "[::1]:5000/x:1, localhost:5001/v6/x:1",
  })
  void theLongestPrefixAtAPathBoundaryIsReplaced(String written, String asked) {
    ImageReference reference = ImageReference.parse(written, "docker.io").orElseThrow();

    assertThat(MIRRORS.apply(reference)).hasToString(asked);
  }

  @Test
  void tagAndDigestStay() {
    String digest = "@sha256:" + "0".repeat(64);

    assertThat(
            MIRRORS.apply(ImageReference.parse("reg.io/a:1" + digest, "docker.io").orElseThrow()))
        .hasToString("other.io/b:1" + digest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "docker.io",
        "=x",
        "docker.io=",
        "docker.io=https://x",
        "docker.io=a b",
        "https://docker.io=x.io",
        "docker.io/Library=x.io",
        "docker.io//=x.io",
        "a b=x.io",
        "docker.io=x.io/A"
      })
  void whatIsNoMirrorIsRefused(String text) {
    assertThat(ImageMirrors.Mirror.parse(text)).isEmpty();
  }

  private static ImageMirrors.Mirror mirror(String text) {
    return ImageMirrors.Mirror.parse(text).orElseThrow();
  }
}
