package io.pullcheck.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.workload.ContainerImage;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionTest {

  private static final int FINDINGS = 40_000;
  private static final ContainerImage IMAGE =
      new ContainerImage("c", "spec.containers[0].image", "a:1");

  private int looks;

  @Test
  void eachFindingIsLookedAtOnce() {
    List<Finding> findings =
        new AbstractList<>() {
          @Override
          public Finding get(int index) {
            looks++;
            return new Finding(
                IMAGE, Reason.MANIFEST_UNKNOWN, "not found " + index, index % 2 == 0);
          }

          @Override
          public int size() {
            return FINDINGS;
          }
        };
    Decision decision =
        Decision.of(new Subject("Pod", "shop", "a"), findings, true, Optional.empty());
    assertThat(decision.refusal())
        .hasValueSatisfying(text -> assertThat(text.message()).contains("19993"));
    assertThat(decision.warnings()).last().asString().contains("19993");
    assertThat(looks).isEqualTo(FINDINGS);
  }
}
