package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.workload.WorkloadKind;
import org.junit.jupiter.api.Test;

final class WorkloadKindsTest {

  @Test
  void readsKindsInAnyCaseAndOrder() {
    assertThat(WorkloadKinds.parse("cronjob, DEPLOYMENT").kinds())
        .containsExactlyInAnyOrder(WorkloadKind.DEPLOYMENT, WorkloadKind.CRONJOB);
    assertThat(WorkloadKinds.parse("*").kinds())
        .containsExactlyInAnyOrderElementsOf(WorkloadKind.BUILT_IN);
  }

  @Test
  void saysWhichKindsThereAre() {
    assertThatThrownBy(() -> WorkloadKinds.parse("Deployment,ReplicationSet"))
        .isInstanceOf(UsageError.class)
        .hasMessage(
            "'ReplicationSet' is not a kind of workload (allowed: Deployment, StatefulSet, DaemonSet, CronJob, Job,"
                + " Pod, ReplicaSet, ReplicationController)");
  }
}
