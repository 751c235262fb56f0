package io.pullcheck.credentials.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {

  // What of Go's own table (path/filepath/match_test.go) can stand in a host.
  @ParameterizedTest
  @CsvSource({
    "abc, abc, true",
    "*, abc, true",
    "*c, abc, true",
    "a*, a, true",
    "a*, abc, true",
    "a*b*c*d*e*, axbxcxdxe, true",
    "a*b*c*d*e*f, axbxcxdxexxxf, true",
    "a*b*c*d*e*f, axbxcxdxexxxfff, true",
    "a*b*c*d*e*f, axbxcxdxexxx, false",
    "ab[c], abc, true",
    "ab[b-d], abc, true",
    "ab[e-g], abc, false",
    "ab[^c], abc, false",
    "ab[^b-d], abc, false",
    "ab[^e-g], abc, true",
    "a[^a], ab, true",
    "a[^a]b, aab, false",
    "[a-ζ]*, α, true",
    "*[a-ζ], A, false",
    "[]a], ], false",
    "[-], -, false",
    "[x-], x, false",
    "[x-], -, false",
    "[-x], x, false",
    "[a-b-c], a, false",
    "[, a, false",
    "[^, a, false",
    "[^bc, a, false",
    "a[, a, false",
    "a[, ab, false",
    "*x, xxx, true",
    "'', '', true",
    "'', a, false",
    "*, '', true",
    "a, '', false",
  })
  void itMatchesAsGoDoes(String pattern, String text, boolean matches) {
    assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
  }

  @Test
  void manyStarsTakeNoTime() {
    boolean matches =
        assertTimeout(
            Duration.ofSeconds(5), () -> Glob.matches("a*".repeat(500) + "b", "a".repeat(5000)));

    assertThat(matches).isFalse();
  }
}
