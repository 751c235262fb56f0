package io.pullcheck.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InFlightTest {

  private final InFlight inFlight = new InFlight(8L * InFlight.UNIT, 2L * InFlight.UNIT);

  @Test
  void oneClientTakesItsPartAndLeavesTheRestToOthers() {
    assertThat(taken("greedy", 10)).hasSize(2);
    assertThat(taken("other", 1)).hasSize(1);
  }

  @Test
  void aLargeBodyCountsAsManySmallOnes() {
    InFlight.Share large = inFlight.enter("greedy").orElseThrow();

    assertThat(large.grow(2L * InFlight.UNIT)).isTrue();
    assertThat(inFlight.enter("greedy")).isEmpty();
    assertThat(large.grow(3L * InFlight.UNIT)).isFalse();
  }

  @Test
  void allTogetherTakeNoMoreThanThereIs() {
    List<InFlight.Share> shares = new ArrayList<>();
    for (int client = 0; client < 10; client++) {
      shares.addAll(taken("client " + client, 2));
    }

    assertThat(shares).hasSize(8);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    for (InFlight.Share each : taken("greedy", 10)) {
      each.close();
    }

    assertThat(taken("greedy", 10)).hasSize(2);
  }

  private List<InFlight.Share> taken(String client, int times) {
    List<InFlight.Share> shares = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Optional<InFlight.Share> share = inFlight.enter(client);
      share.ifPresent(shares::add);
    }
    return shares;
  }
}
