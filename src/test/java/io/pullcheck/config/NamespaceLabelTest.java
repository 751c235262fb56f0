package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamespaceLabelTest {

  @ParameterizedTest
  @CsvSource({
    "team, team, web, true",
    "team, other, web, false",
    "team=web, team, web, true",
    "team=web, team, db, false",
    "team=, team, '', true",
    "example.com/watch=yes, example.com/watch, yes, true",
  })
  void matchesAKeyOrAKeyWithItsValue(String label, String key, String value, boolean matches) {
    assertThat(NamespaceLabel.parse(label).isOn(Map.of(key, value))).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=x", "a b", "-a", "a/b/c"})
  void refusesWhatIsNoLabel(String text) {
    assertThatThrownBy(() -> NamespaceLabel.parse(text))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("KEY or KEY=VALUE");
  }
}
