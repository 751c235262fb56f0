package io.pullcheck.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HeapShares;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BodyBudgetTest {

  // A sixteenth for beginnings: four pieces. An eighth for large bodies: eight pieces.
  private final BodyBudget budget = new BodyBudget(new HeapShares(64L * BodyBudget.SMALL));

  @Test
  void oneTakesItsBeginningOnceAndGivesItBack() throws Exception {
    BodyBudget.Share first = budget.share();
    for (int i = 0; i < 10; i++) {
      assertThat(first.takeSmall(soon())).isTrue();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(budget.share().takeSmall(soon())).isTrue();
    }

    assertThat(budget.share().takeSmall(soon())).isFalse();
    first.close();
    assertThat(budget.share().takeSmall(soon())).isTrue();
  }

  @Test
  void largeBodiesWaitForEachOtherAndSmallOnesForNone() throws Exception {
    BodyBudget.Share first = budget.share();
    assertThat(first.takeLarge(8L * BodyBudget.SMALL, soon())).isTrue();

    assertThat(budget.share().takeLarge(1, soon())).isFalse();
    assertThat(budget.share().takeSmall(soon())).isTrue();
    first.close();
    assertThat(budget.share().takeLarge(1, soon())).isTrue();
  }

  @Test
  void oneThatIsLargerThanAllMayBeAlone() throws Exception {
    assertThat(budget.share().takeLarge(100L * BodyBudget.SMALL, soon())).isTrue();
    assertThat(budget.share().takeLarge(1, soon())).isFalse();
  }

  @Test
  void whatIsTakenAfterTheEndIsGivenBack() throws Exception {
    for (int i = 0; i < 100; i++) {
      BodyBudget.Share late = budget.share();
      late.close();
      assertThat(late.takeLarge(8L * BodyBudget.SMALL, soon())).isFalse();
      assertThat(late.takeSmall(soon())).isFalse();
    }
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMillis(20));
  }
}
