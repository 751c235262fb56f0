package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkloadLabelsTest {

  @Test
  void onlyTheLabelsThatAreNamedAreKept() {
    WorkloadLabels labels = WorkloadLabels.parse(List.of("team", "app.kubernetes.io/part-of"));

    assertThat(labels.of(Map.of("team", "red", "other", "x"))).isEqualTo(Map.of("team", "red"));
    assertThat(labels.of(Map.of())).isEmpty();
    assertThat(WorkloadLabels.NONE.of(Map.of("team", "red"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", "te am", "-team", "Example.com/team", "a/b/c", "team=red", "/team"})
  void whatIsNoNameOfALabelIsRefused(String name) {
    assertThatThrownBy(() -> WorkloadLabels.parse(List.of(name)))
        .isInstanceOf(UsageError.class)
        .hasMessage(
            "'"
                + name
                + "' is not the name of a label (allowed: names as on the objects, such as"
                + " team,app.kubernetes.io/part-of; no *)");
  }
}
