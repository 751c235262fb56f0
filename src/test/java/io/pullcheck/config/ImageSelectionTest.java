package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageSelectionTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', nginx, true",
    "'', ngin, docker.io/nginx:1, false",
    "'', ^ngin, docker.io/nginx:1, true",
    "reg.io~quay.io, '', quay.io/a, true",
    "reg.io~quay.io, '', nginx, false",
    "reg.io, test, reg.io/test, false",
    "~~, ~, nginx, true",
  })
  void looksAtWhatSomeAllowedAndNoIgnoredExpressionMatches(
      String allowed, String ignored, String image, boolean looked) {
    ImageSelection selection =
        new ImageSelection(
            ImageSelection.expressions(allowed), ImageSelection.expressions(ignored));

    assertThat(selection.test(image)).isEqualTo(looked);
  }

  @Test
  void namesTheExpressionThatIsNone() {
    assertThatThrownBy(() -> ImageSelection.expressions("good~(bad"))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("'(bad' is not a regular expression");
  }

  @Test
  void neverBacktracks() {
    ImageSelection selection =
        new ImageSelection(ImageSelection.expressions("(a+)+$"), ImageSelection.expressions(""));

    assertThat(selection.test("a".repeat(50_000) + "!")).isFalse();
  }
}
