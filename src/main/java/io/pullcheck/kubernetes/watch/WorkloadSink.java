package io.pullcheck.kubernetes.watch;

import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.util.Optional;

/// Where the informer of one kind reports to.
///
/// @param forceCheckDisabled whether workloads that run nothing now count too
record WorkloadSink(WorkloadKind kind, boolean forceCheckDisabled, NamespaceGate workloads) {

  void put(WorkloadObject object) {
    Optional<Workload> workload = Workloads.of(kind, object);
    workload
        .filter(found -> found.enabled() || forceCheckDisabled)
        .ifPresentOrElse(workloads::put, () -> remove(object.namespace(), object.name()));
  }

  void remove(String namespace, String name) {
    workloads.remove(new WorkloadId(namespace, kind, name));
  }
}
