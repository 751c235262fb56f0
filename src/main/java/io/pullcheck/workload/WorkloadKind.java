package io.pullcheck.workload;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of object that have a pod template, or are a pod.
public enum WorkloadKind {
  DEPLOYMENT("Deployment", "apps", "spec.template.spec"),
  STATEFULSET("StatefulSet", "apps", "spec.template.spec"),
  DAEMONSET("DaemonSet", "apps", "spec.template.spec"),
  CRONJOB("CronJob", "batch", "spec.jobTemplate.spec.template.spec"),
  JOB("Job", "batch", "spec.template.spec"),
  POD("Pod", "", "spec"),
  REPLICASET("ReplicaSet", "apps", "spec.template.spec"),
  REPLICATIONCONTROLLER("ReplicationController", "", "spec.template.spec");

  private final String kind;
  private final String group;
  private final String podSpecPath;

  WorkloadKind(String kind, String group, String podSpecPath) {
    this.kind = kind;
    this.group = group;
    this.podSpecPath = podSpecPath;
  }

  /// As in a manifest: `StatefulSet`.
  public String kind() {
    return kind;
  }

  /// The API group; empty for the core group. The version is `v1` for all of them.
  public String group() {
    return group;
  }

  /// As the metrics have it: `statefulset`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Where the pod spec stands in the object, with dots: `spec.template.spec`.
  public String podSpecPath() {
    return podSpecPath;
  }

  /// The kind of that name, in any case: `Deployment`, `deployment`.
  public static Optional<WorkloadKind> named(String name) {
    return Arrays.stream(values()).filter(each -> each.kind.equalsIgnoreCase(name)).findFirst();
  }
}
