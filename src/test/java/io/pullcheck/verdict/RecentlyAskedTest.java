package io.pullcheck.verdict;

import static io.pullcheck.testing.TestingClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentlyAskedTest {

  private final RecentlyAsked<String, String> values =
      new RecentlyAsked<>(2, Duration.ofMinutes(10));

  @Test
  void whenFullTheOneNotAskedForTheLongestGoes() {
    values.put("a", START, "1");
    values.put("b", START.plusSeconds(1), "2");
    values.ask("a", START.plusSeconds(2), () -> "new");
    values.put("c", START.plusSeconds(3), "3");

    assertThat(values.peek("a")).contains("1");
    assertThat(values.peek("b")).isEmpty();
    assertThat(values.peek("c")).contains("3");
  }

  @Test
  void whatNobodyAsksForIsForgotten() {
    values.put("a", START, "1");
    values.put("b", START.plusSeconds(601), "2");

    assertThat(values.peek("a")).isEmpty();
    assertThat(values.size()).isEqualTo(1);
  }

  @Test
  void peekingIsNotAsking() {
    values.put("a", START, "1");
    values.put("b", START.plusSeconds(1), "2");
    assertThat(values.peek("a")).contains("1");

    values.put("c", START.plusSeconds(2), "3");

    assertThat(values.peek("a")).isEmpty();
  }
}
