package io.pullcheck.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Kinds of which only the configuration knows.
class ConfiguredKindTest {

  private static final WorkloadKind ROLLOUTS =
      WorkloadKind.ofResource("argoproj.io", "v1alpha1", "rollouts", "spec.template.spec");

  /// What `status` says of a kind that nobody knows may be because of the image.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          spec: {replicas: 0}                                        | false
          spec: {replicas: 2}                                        | true
          spec: {suspend: true}                                      | false
          spec: {suspend: false}                                     | true
          status: {phase: Failed}                                    | true
          status: {conditions: [{type: Failed, status: "True"}]}     | true
          """)
  void aKindOfTheConfigurationRunsNothingOnlyIfItsSpecSaysSo(String yaml, boolean enabled) {
    WorkloadKind rollout = ROLLOUTS.called("Rollout");
    assertThat(WorkloadObjectTest.read(yaml).workload(rollout, "shop").enabled())
        .isEqualTo(enabled);
  }

  @Test
  void aPodSpecAtAnotherPathIsNoticed() {
    WorkloadObject cart =
        WorkloadObjectTest.read(
            "spec: {template: {spec: {containers: [{name: c, image: \"a:1\"}]}}}");
    WorkloadKind slip = WorkloadKind.ofResource("x.io", "v1", "carts", "spec.template");

    assertThat(cart.misplacedPodSpec(slip)).contains("spec.template.spec");
    assertThat(cart.misplacedPodSpec(ROLLOUTS)).isEmpty();
    assertThat(WorkloadObjectTest.read("spec: {workloadRef: {name: a}}").misplacedPodSpec(ROLLOUTS))
        .isEmpty();
  }
}
