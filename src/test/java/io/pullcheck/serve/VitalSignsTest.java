package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VitalSignsTest {

  private static final Duration NOW = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(4);

  @Test
  void nothingIsDeadWhileAllRun() {
    assertThat(dead(true, NOW, NOW, NOW)).isEmpty();
    assertThat(dead(true, Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofMinutes(2)))
        .isEmpty();
  }

  @Test
  void eachPartThatDoesNotLiveIsNamed() {
    assertThat(dead(false, NOW, NOW, NOW)).containsExactly("the client for registries is closed");
    assertThat(dead(true, LONG, NOW, NOW)).containsExactly("the scheduler has not run for 240 s");
    assertThat(dead(true, NOW, LONG, NOW)).containsExactly("the checker has not run for 240 s");
    assertThat(dead(true, NOW, NOW, LONG))
        .containsExactly("the informers' scheduler has not run for 240 s");
    assertThat(dead(false, LONG, LONG, LONG)).hasSize(4);
  }

  private static List<String> dead(
      boolean registries, Duration scheduler, Duration checker, Duration informers) {
    return new VitalSigns(registries, scheduler, checker, informers, Duration.ofSeconds(15)).dead();
  }
}
