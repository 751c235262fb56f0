package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoDurationReadTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "10m, PT10M",
    "12h, PT12H",
    "1h30m5s, PT1H30M5S",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "300ms, PT0.3S",
    "1us1ns, PT0.000001001S",
    "-1m, PT-1M",
    "+1m, PT1M",
  })
  void itIsReadAsGoDoes(String text, Duration duration) {
    assertThat(GoDuration.read(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "1",
        "1d",
        "m",
        "1 m",
        " 1m",
        "1m ",
        "1.m.",
        ".s",
        "PT1M",
        "1M",
        "9999999h"
      })
  void theRestIsNone(String text) {
    assertThat(GoDuration.read(text)).isEmpty();
  }
}
