package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S, 0s",
    "5s, PT5S, 5s",
    "1m0s, PT1M, 1m",
    "1.5h, PT1H30M, 1h30m",
    "300ms, PT0.3S, 0.3s",
    "2h45m30.5s, PT2H45M30.5S, 2h45m30.5s",
    "1.16676ms, PT0.00116676S, 0.00116676s",
    ".5s, PT0.5S, 0.5s",
    "5.s, PT5S, 5s",
    "7µs, PT0.000007S, 0.000007s",
    "9ns, PT0.000000009S, 0.000000009s",
    "0.0000000019s, PT0.000000001S, 0.000000001s",
    "0.3333333333333333333333h, PT20M, 20m",
    "9223372036854775807ns, PT2562047H47M16.854775807S, 2562047h47m16.854775807s",
  })
  void readsWhatGoReadsAndPrintsTheShortestForm(String text, Duration value, String printed) {
    GoDuration duration = GoDuration.parse(text);

    assertThat(duration.value()).isEqualTo(value);
    assertThat(duration).hasToString(printed);
    assertThat(GoDuration.parse(printed)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "5 s",
        "-5s",
        "5x",
        "1m 5s",
        ".s",
        "5s5",
        "1e3s",
        "3000000h",
        "9223372036854775808ns",
        "9223372036.854775808s",
        "9223372036854775807ns1ns",
        "PT5S"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> GoDuration.parse(text))
        .isInstanceOf(UsageError.class)
        .hasMessageStartingWith("'" + text + "' is not a duration (allowed: ");
  }

  @Test
  void refusesAHugeTextWithoutWorkOrWords() {
    String text = "1h".repeat(100_000);

    assertThatThrownBy(() -> GoDuration.parse(text))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }
}
