package io.pullcheck.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageMirrorsTest {

  private static final ImageMirrors MIRRORS =
      new ImageMirrors(
          List.of(
              mirror("docker.io=mirror.example.com/hub"),
              mirror("docker.io/library/=registry:5000"),
              mirror("reg.io/a=other.io/b")));

  @ParameterizedTest
  @CsvSource({
    "nginx:1, registry:5000/nginx:1",
    "user/app, mirror.example.com/hub/user/app:latest",
    "docker.io/libraryx/app, mirror.example.com/hub/libraryx/app:latest",
    "reg.io/a/x:1, other.io/b/x:1",
    "reg.io/a:1, other.io/b:1",
    "reg.io/ab:1, reg.io/ab:1",
    "quay.io/a/b:1, quay.io/a/b:1",
  })
  void theLongestPrefixAtAPathBoundaryIsReplaced(String written, String asked) {
    ImageReference reference = ImageReference.parse(written, "docker.io").orElseThrow();

    assertThat(MIRRORS.apply(reference)).hasToString(asked);
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
        "docker.io=x.io/A"
      })
  void whatIsNoMirrorIsRefused(String text) {
    assertThat(ImageMirrors.Mirror.parse(text)).isEmpty();
  }

  private static ImageMirrors.Mirror mirror(String text) {
    return ImageMirrors.Mirror.parse(text).orElseThrow();
  }
}
