package io.pullcheck.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDigestTest {

  @ParameterizedTest
  @CsvSource({
    "sha256:, 64, true",
    "sha384:, 96, true",
    "sha512:, 128, true",
    "sha256:, 63, false",
    "sha256:, 65, false",
    "sha256:, 128, false",
    "sha512:, 64, false",
    "sha1:, 40, false",
    "md5:, 64, false",
    "SHA256:, 64, false",
    "sha256, 64, false",
    "sha256:sha256:, 64, false",
    ":, 64, false",
    "'', 64, false",
    "'', 0, false",
    "sha256:, 0, false",
  })
  void aDigestHasAKnownAlgorithmAndItsNumberOfDigits(String before, int digits, boolean is) {
    assertThat(ContentDigest.isDigest(before + "a".repeat(digits))).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "9, true",
    "a, true",
    "f, true",
    "A, false",
    "g, false",
    "/, false",
    "' ', false",
    "é, false",
    "٣, false",
    "..., false"
  })
  void itsDigitsAreHexadecimalInLowerCase(String digit, boolean is) {
    String digest = "sha256:" + "0".repeat(63) + digit;
    assertThat(ContentDigest.isDigest(digest)).isEqualTo(is);
    assertThat(ContentDigest.isDigest("sha256:" + digit + "0".repeat(63))).isEqualTo(is);
  }
}
