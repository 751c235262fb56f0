package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.util.Optional;

/// From an object of the API to the workload that it is.
final class Workloads {

  private Workloads() {}

  /// Nothing if it only carries out another workload: the pods of a ReplicaSet, the ReplicaSets of
  /// a Deployment.
  static Optional<Workload> of(WorkloadKind kind, WorkloadObject object) {
    if (standsForItsOwner(kind) && controlled(object)) {
      return Optional.empty();
    }
    return Optional.of(
        Workload.of(id(kind, object), object.podSpec().template(), object.enabled()));
  }

  static WorkloadId id(WorkloadKind kind, ApiObject object) {
    return new WorkloadId(object.namespace(), kind, object.name());
  }

  // A Deployment or StatefulSet that an operator made is still where the image is to be seen: its
  // owner is of a kind that nobody knows.
  private static boolean standsForItsOwner(WorkloadKind kind) {
    return switch (kind) {
      case DEPLOYMENT, STATEFULSET, DAEMONSET, CRONJOB -> false;
      case JOB, POD, REPLICASET, REPLICATIONCONTROLLER -> true;
    };
  }

  private static boolean controlled(ApiObject object) {
    return object.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getController)
        .anyMatch(Boolean.TRUE::equals);
  }
}
