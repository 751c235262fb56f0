package io.pullcheck.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7                             | PT7S
          0                             | PT1S
          9999999999                    | PT6H
          Sun, 1 Mar 2026 12:00:30 GMT  | PT30S
          Sun, 01 Mar 2026 11:00:00 GMT | PT1S
          Mon, 02 Mar 2026 12:00:00 GMT | PT6H
          1.16676ms                     | PT1S
          1m30s                         | PT1M30S
          99h                           | PT6H
          soon                          | PT30S
          -5                            | PT30S
          """)
  void readsItsThreeFormsWithinItsBounds(String header, Duration wait) {
    assertThat(RetryAfter.of(Optional.of(header), NOW)).isEqualTo(wait);
  }

  @Test
  void withoutTheHeaderItIsHalfAMinute() {
    assertThat(RetryAfter.of(Optional.empty(), NOW)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void onlyAServerErrorAsksForAPauseOfItsOwn() {
    Optional<String> header = Optional.of("7");

    assertThat(RetryAfter.ofServerError(503, header, NOW)).contains(Duration.ofSeconds(7));
    assertThat(RetryAfter.ofServerError(408, header, NOW)).contains(Duration.ofSeconds(7));
    assertThat(RetryAfter.ofServerError(404, header, NOW)).isEmpty();
    assertThat(RetryAfter.ofServerError(503, Optional.empty(), NOW)).isEmpty();
  }
}
