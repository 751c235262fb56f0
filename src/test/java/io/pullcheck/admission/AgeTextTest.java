package io.pullcheck.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT-3S,   0s",
    "PT0S,    0s",
    "PT0.2S,  200ms",
    "PT1.9S,  1s",
    "PT119S,  119s",
    "PT2M,    2m",
    "PT119M,  119m",
    "PT2H,    2h",
    "PT47H,   47h",
    "P2D,     2d",
    "P300D,   300d",
  })
  void oneUnitIsEnough(Duration duration, String text) {
    assertThat(AgeText.text(duration)).isEqualTo(text);
  }
}
