package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.pullcheck.kubernetes.watch.ResourceInformers.Wanted;
import io.pullcheck.kubernetes.watch.WorkloadObject.CronJob;
import io.pullcheck.kubernetes.watch.WorkloadObject.DaemonSet;
import io.pullcheck.kubernetes.watch.WorkloadObject.Deployment;
import io.pullcheck.kubernetes.watch.WorkloadObject.Job;
import io.pullcheck.kubernetes.watch.WorkloadObject.Pod;
import io.pullcheck.kubernetes.watch.WorkloadObject.ReplicaSet;
import io.pullcheck.kubernetes.watch.WorkloadObject.ReplicationController;
import io.pullcheck.kubernetes.watch.WorkloadObject.StatefulSet;
import io.pullcheck.workload.WorkloadKind;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Makes the informers of a kind of workload.
///
/// @param forceCheckDisabled kinds whose workloads count although they run nothing now
record WorkloadInformers(
    ResourceInformers informers, Set<WorkloadKind> forceCheckDisabled, NamespaceGate workloads) {

  Stream<? extends ResourceInformer<?>> of(WorkloadKind kind) {
    return switch (kind) {
      case DEPLOYMENT -> of(kind, Deployment.class, meta -> new Deployment(meta, null));
      case STATEFULSET -> of(kind, StatefulSet.class, meta -> new StatefulSet(meta, null));
      case DAEMONSET -> of(kind, DaemonSet.class, meta -> new DaemonSet(meta, null, null));
      case CRONJOB -> of(kind, CronJob.class, meta -> new CronJob(meta, null));
      case JOB -> of(kind, Job.class, meta -> new Job(meta, null, null));
      case POD -> of(kind, Pod.class, meta -> new Pod(meta, null, null));
      case REPLICASET -> of(kind, ReplicaSet.class, meta -> new ReplicaSet(meta, null));
      case REPLICATIONCONTROLLER ->
          of(kind, ReplicationController.class, meta -> new ReplicationController(meta, null));
    };
  }

  private <T extends WorkloadObject> Stream<ResourceInformer<T>> of(
      WorkloadKind kind, Class<T> type, Function<ObjectMeta, T> blank) {
    WorkloadSink sink = new WorkloadSink(kind, forceCheckDisabled.contains(kind), workloads);
    return informers.namespaced(
        new Wanted<>(type, blank, ReportingStore.Sink.of(sink::put, sink::remove)));
  }
}
