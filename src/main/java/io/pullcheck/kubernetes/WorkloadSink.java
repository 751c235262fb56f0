package io.pullcheck.kubernetes;

import io.pullcheck.image.Workload;
import io.pullcheck.image.WorkloadId;
import io.pullcheck.image.WorkloadKind;
import java.util.Optional;

/// Where the informer of one kind reports to.
///
/// @param disabledToo whether workloads that run nothing now count too
record WorkloadSink(WorkloadKind kind, boolean disabledToo, WatchedWorkloads workloads) {

  void put(WorkloadObject object) {
    Optional<Workload> workload = Workloads.of(kind, object);
    workload
        .filter(found -> found.enabled() || disabledToo)
        .ifPresentOrElse(workloads::put, () -> remove(object.namespace(), object.name()));
  }

  void remove(String namespace, String name) {
    workloads.remove(new WorkloadId(namespace, kind, name));
  }
}
