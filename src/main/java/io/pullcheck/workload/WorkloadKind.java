package io.pullcheck.workload;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A kind of object that has a pod template, or is a pod. All that the program knows of a kind
/// stands here, so a kind of which only the configuration knows (a CRD's) is one more record: see
/// [KindTable]. Ordered as in [#BUILT_IN], and other kinds after these by name.
///
/// @param group the API group; empty for the core group
/// @param version of the API group: `v1`
/// @param kind as in a manifest: `StatefulSet`; empty in a row of the configuration, until the API
///   server has said it
/// @param plural the resource, as in a URL or a role: `statefulsets`
/// @param podSpecPath where the pod spec stands in the object, with dots: `spec.template.spec`
/// @param idleWhen when an object runs nothing: any of these holds
/// @param standsForOwner whether an object that has a controller only carries out that other
///   object: the pods of a ReplicaSet. Not so a Deployment that an operator made: its owner is of a
///   kind that nobody reads, so its images are seen nowhere else.
public record WorkloadKind(
    String group,
    String version,
    String kind,
    String plural,
    String podSpecPath,
    Set<Idle> idleWhen,
    boolean standsForOwner)
    implements Comparable<WorkloadKind> {

  /// A reason for which an object runs nothing now.
  public enum Idle {
    /// `spec.replicas` is 0.
    SCALED_TO_ZERO,
    /// `spec.suspend` is true.
    SUSPENDED,
    /// `status.desiredNumberScheduled` is 0 or missing.
    NOTHING_SCHEDULED,
    /// `status.phase` or a condition says that it has ended, well or not.
    FINISHED;

    private boolean holds(Activity activity) {
      return switch (this) {
        case SCALED_TO_ZERO -> activity.scaledToZero();
        case SUSPENDED -> activity.suspended();
        case NOTHING_SCHEDULED -> activity.nothingScheduled();
        case FINISHED -> activity.finished();
      };
    }
  }

  private static final String TEMPLATE = "spec.template.spec";

  public static final WorkloadKind DEPLOYMENT =
      new WorkloadKind(
          "apps", "v1", "Deployment", "deployments", TEMPLATE, Set.of(Idle.SCALED_TO_ZERO), false);
  public static final WorkloadKind STATEFULSET =
      new WorkloadKind(
          "apps",
          "v1",
          "StatefulSet",
          "statefulsets",
          TEMPLATE,
          Set.of(Idle.SCALED_TO_ZERO),
          false);
  public static final WorkloadKind DAEMONSET =
      new WorkloadKind(
          "apps", "v1", "DaemonSet", "daemonsets", TEMPLATE, Set.of(Idle.NOTHING_SCHEDULED), false);
  public static final WorkloadKind CRONJOB =
      new WorkloadKind(
          "batch",
          "v1",
          "CronJob",
          "cronjobs",
          "spec.jobTemplate.spec.template.spec",
          Set.of(Idle.SUSPENDED),
          false);
  public static final WorkloadKind JOB =
      new WorkloadKind(
          "batch", "v1", "Job", "jobs", TEMPLATE, Set.of(Idle.SUSPENDED, Idle.FINISHED), true);
  public static final WorkloadKind POD =
      new WorkloadKind("", "v1", "Pod", "pods", "spec", Set.of(Idle.FINISHED), true);
  public static final WorkloadKind REPLICASET =
      new WorkloadKind(
          "apps", "v1", "ReplicaSet", "replicasets", TEMPLATE, Set.of(Idle.SCALED_TO_ZERO), true);
  public static final WorkloadKind REPLICATIONCONTROLLER =
      new WorkloadKind(
          "",
          "v1",
          "ReplicationController",
          "replicationcontrollers",
          TEMPLATE,
          Set.of(Idle.SCALED_TO_ZERO),
          true);

  /// The kinds of Kubernetes itself.
  public static final List<WorkloadKind> BUILT_IN =
      List.of(
          DEPLOYMENT, STATEFULSET, DAEMONSET, CRONJOB, JOB, POD, REPLICASET, REPLICATIONCONTROLLER);

  private static final Comparator<WorkloadKind> ORDER =
      Comparator.comparingInt(WorkloadKind::position)
          .thenComparing(WorkloadKind::kind)
          .thenComparing(WorkloadKind::apiVersion)
          .thenComparing(WorkloadKind::toString);

  public WorkloadKind {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(plural, "plural");
    Objects.requireNonNull(podSpecPath, "podSpecPath");
    idleWhen = Set.copyOf(idleWhen);
  }

  /// A row of the configuration, whose kind has no name yet. Its objects run nothing while
  /// `spec.replicas` is 0 or `spec.suspend` is true, as is the custom. What a `status` says of a
  /// kind that we do not know is not believed: `Failed` may mean that an image is missing.
  public static WorkloadKind ofResource(
      String group, String version, String plural, String podSpecPath) {
    return new WorkloadKind(
        group, version, "", plural, podSpecPath, Set.of(Idle.SCALED_TO_ZERO, Idle.SUSPENDED), true);
  }

  /// The same, called so.
  WorkloadKind called(String name) {
    return new WorkloadKind(group, version, name, plural, podSpecPath, idleWhen, standsForOwner);
  }

  /// The resource as people have it: `deployments`, and `rollouts.argoproj.io` for what another
  /// group may have, too.
  public String resource() {
    return group.contains(".") ? plural + "." + group : plural;
  }

  /// As in a manifest: `apps/v1`, and `v1` for the core group.
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// As the metrics have it: `statefulset`.
  public String word() {
    return kind.toLowerCase(Locale.ROOT);
  }

  /// How many pods an object wants that says this of itself; 0 if it runs nothing now.
  int replicas(Activity activity) {
    return idleWhen.stream().anyMatch(idle -> idle.holds(activity)) ? 0 : activity.replicas();
  }

  /// Whether somebody who looks at these kinds sees the images of this one: by itself, or by the
  /// kind whose controller makes its objects. A ReplicaSet stands between a Deployment and its
  /// pods, a Job between a CronJob and its pods.
  boolean isSeenBy(Collection<WorkloadKind> kinds) {
    return kinds.contains(this)
        || (equals(REPLICASET) && kinds.contains(DEPLOYMENT))
        || (equals(JOB) && kinds.contains(CRONJOB));
  }

  /// The built-in kind of that name, in any case: `Deployment`, `deployment`.
  public static Optional<WorkloadKind> named(String name) {
    return BUILT_IN.stream().filter(each -> each.kind.equalsIgnoreCase(name)).findFirst();
  }

  private int position() {
    int index = BUILT_IN.indexOf(this);
    return index < 0 ? BUILT_IN.size() : index;
  }

  @Override
  public int compareTo(WorkloadKind other) {
    // Most are the same object, and the last look of the order is an expensive one.
    return equals(other) ? 0 : ORDER.compare(this, other);
  }
}
