package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkloadResourcesTest {

  private static final String ROLLOUTS = "argoproj.io/v1alpha1/rollouts:spec.template.spec";
  private static final String ALLOWED =
      " (allowed: GROUP/VERSION/RESOURCE:PATH, such as " + ROLLOUTS + ")";

  @Test
  void aValueIsARowOfTheTableOfKindsWithoutAName() {
    assertThat(WorkloadResources.parse(List.of(ROLLOUTS)).rows())
        .containsExactly(
            WorkloadKind.ofResource("argoproj.io", "v1alpha1", "rollouts", "spec.template.spec"));
    assertThat(WorkloadResources.parse(List.of()).rows()).isEmpty();
  }

  /// A resource may have several pod specs: a leader's and its workers', each role of a training.
  @Test
  void aResourceMayHaveSeveralPodSpecsAndWhatComesTwiceCountsOnce() {
    String leader = "leaderworkerset.x-k8s.io/v1/leaderworkersets:spec.leaderWorkerTemplate.";
    assertThat(
            WorkloadResources.parse(
                    List.of(
                        leader + "leaderTemplate.spec",
                        leader + "workerTemplate.spec",
                        leader + "leaderTemplate.spec"))
                .rows())
        .extracting(WorkloadKind::podSpecPath)
        .containsExactly(
            "spec.leaderWorkerTemplate.leaderTemplate.spec",
            "spec.leaderWorkerTemplate.workerTemplate.spec");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                             | is not such a resource
          rollouts                                       | is not such a resource
          rollouts.argoproj.io:spec.template.spec        | is not such a resource
          argoproj.io/v1alpha1/rollouts                  | is not such a resource
          argoproj.io/v1alpha1/rollouts:                 | is not such a resource
          argoproj.io/v1alpha1/Rollout:spec.template     | is not such a resource
          argoproj.io/v1alpha1/rollouts:.spec.template   | is not such a resource
          argoproj.io/v1alpha1/rollouts:spec..template   | is not such a resource
          argoproj.io/v1alpha1/rollouts:spec/template    | is not such a resource
          argoproj.io/v1alpha1/rollouts/status:spec      | is not such a resource
          argoproj.io/v1/a:spec,argoproj.io/v1/b:spec    | is not such a resource
          x.io/v1/jobsets:spec.jobs[0].template.spec     | goes through a list, in which Pullcheck cannot follow a path
          x.io/v1/jobsets:spec.jobs.*.spec               | goes through a list, in which Pullcheck cannot follow a path
          apps/v1/deployments:spec.template.spec         | is a kind of Kubernetes itself, which --kinds has
          v1/pods:spec                                   | is a kind of Kubernetes itself, which --kinds has
          """)
  void whatIsNoResourceWithAPathIsRefused(String value, String problem) {
    assertThatThrownBy(() -> WorkloadResources.parse(List.of(value)))
        .isInstanceOf(UsageError.class)
        .hasMessage("'" + value + "' " + problem + ALLOWED);
  }

  @Test
  void aPathThatIsReadAsAValueIsRefused() {
    assertThatThrownBy(
            () -> WorkloadResources.parse(List.of("x.io/v1/sets:spec.labels.template.spec")))
        .hasMessage(
            "'x.io/v1/sets:spec.labels.template.spec' goes through labels, which is a value and not"
                + " an object in what Pullcheck reads (allowed: a path of other names)");
  }

  @Test
  void twoVersionsOfAResourceAreRefused() {
    assertThatThrownBy(
            () ->
                WorkloadResources.parse(
                    List.of(ROLLOUTS, "argoproj.io/v1/rollouts:spec.template.spec")))
        .hasMessage(
            "'argoproj.io/v1/rollouts:spec.template.spec' is also given as v1alpha1, so its objects"
                + " would count twice (allowed: one version of a resource)");
  }
}
