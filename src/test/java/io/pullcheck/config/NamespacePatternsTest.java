package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacePatternsTest {

  @ParameterizedTest
  @CsvSource({
    "shop,     shop,       true",
    "shop,     shop-2,     false",
    "shop,     my-shop,    false",
    "team-*,   team-,      true",
    "team-*,   team-red,   true",
    "team-*,   a-team-red, false",
    "*-prod,   shop-prod,  true",
    "*-prod,   -prod,      true",
    "*-prod,   shop-prod2, false",
    "a*b*c,    abc,        true",
    "a*b*c,    a1b2b3c,    true",
    "a*b*c,    acb,        false",
    "ab*ba,    aba,        false",
    "*,        anything,   true",
    "**,       anything,   true",
  })
  void aStarStandsForAnyCharacters(String pattern, String namespace, boolean matches) {
    assertThat(new NamespacePatterns(List.of("none", pattern)).test(namespace)).isEqualTo(matches);
  }

  @Test
  void withoutAnyNothingMatches() {
    assertThat(NamespacePatterns.NONE.test("shop")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shop", "team_?", "a.b", "team-[ab]"})
  void whatNoNamespaceCanBeCalledIsRefused(String pattern) {
    assertThatThrownBy(() -> new NamespacePatterns(List.of(pattern)))
        .isInstanceOf(UsageError.class)
        .hasMessage(
            "'" + pattern + "' is not a namespace (allowed: names or patterns such as team-*)");
  }
}
