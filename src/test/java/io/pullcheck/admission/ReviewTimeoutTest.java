package io.pullcheck.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewTimeoutTest {

  @ParameterizedTest
  @CsvSource({
    "PT2S,    ,          PT2S",
    "PT2S,    5s,        PT2S",
    "PT2S,    3s,        PT2S",
    "PT2S,    2s,        PT1S",
    "PT2S,    1s,        PT0.2S",
    "PT2S,    0s,        PT0.2S",
    "PT0.1S,  5s,        PT0.2S",
    "PT30S,   10s,       PT9S",
    "PT2S,    soon,      PT2S",
    "PT2S,    -5s,       PT2S",
    "PT2S,    500ms,     PT2S",
    "PT2S,    99999999999999999999s, PT2S",
  })
  void aReviewEndsASecondBeforeTheApiServersPatience(
      Duration configured, String announced, Duration within) {
    assertThat(new ReviewTimeout(configured).within(Optional.ofNullable(announced)))
        .isEqualTo(within);
  }
}
