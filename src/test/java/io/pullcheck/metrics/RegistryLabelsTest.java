package io.pullcheck.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.TestingClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RegistryLabelsTest {

  private static final Instant NOW = TestingClock.START;

  private final List<String> givenBack = new ArrayList<>();
  private final RegistryLabels labels = new RegistryLabels("good.example"::equals, givenBack::add);

  @Test
  void madeUpHostsKeepNoValueFromAPreferredOne() {
    for (int i = 0; i < 100; i++) {
      assertThat(labels.used("h" + i + ".example", NOW.plusSeconds(i)))
          .isEqualTo("h" + i + ".example");
    }

    assertThat(labels.used("h100.example", NOW.plusSeconds(100))).isEqualTo(RegistryLabels.OTHER);
    assertThat(labels.used("good.example", NOW.plusSeconds(100))).isEqualTo("good.example");
    assertThat(givenBack).containsExactly("h0.example");
  }

  @Test
  void aValueThatIsNotUsedIsGivenBack() {
    for (int i = 0; i < 100; i++) {
      assertThat(labels.used("h" + i + ".example", NOW)).isNotEqualTo(RegistryLabels.OTHER);
    }
    Instant later = NOW.plus(RegistryLabels.UNUSED);
    assertThat(labels.used("h0.example", later.minusSeconds(1))).isEqualTo("h0.example");
    // Being shown is no use.
    for (int i = 1; i < 100; i++) {
      assertThat(labels.label("h" + i + ".example", later.minusSeconds(1)))
          .isNotEqualTo(RegistryLabels.OTHER);
    }

    assertThat(labels.used("new.example", later)).isEqualTo("new.example");
    assertThat(givenBack).hasSize(1).doesNotContain("h0.example");
  }
}
