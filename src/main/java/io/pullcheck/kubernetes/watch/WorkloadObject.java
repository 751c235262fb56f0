package io.pullcheck.kubernetes.watch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object with a pod template, or a pod: one record for each kind, with the kind's own rule for
/// when it runs nothing.
interface WorkloadObject extends ApiObject, Namespaced {

  /// Empty where the object has none.
  PodSpec podSpec();

  /// False if it is scaled to zero, suspended, finished, or nothing of it is scheduled.
  boolean enabled();

  /// What is read of the specs of all kinds but Pod.
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Spec(
      @Nullable Integer replicas,
      @Nullable Boolean suspend,
      @Nullable Template template,
      @Nullable JobTemplate jobTemplate) {

    private static final Spec EMPTY = new Spec(null, null, null, null);

    static Spec orEmpty(@Nullable Spec spec) {
      return Objects.requireNonNullElse(spec, EMPTY);
    }

    // One replica where nothing is said, as the API server fills in.
    boolean scaledToZero() {
      return replicas != null && replicas == 0;
    }

    boolean suspended() {
      return suspend != null && suspend;
    }

    PodSpec podSpec() {
      return template == null ? PodSpec.EMPTY : PodSpec.orEmpty(template.spec);
    }

    PodSpec jobPodSpec() {
      return jobTemplate == null ? PodSpec.EMPTY : orEmpty(jobTemplate.spec).podSpec();
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Template(@Nullable PodSpec spec) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record JobTemplate(@Nullable Spec spec) {}

  /// What is read of a status.
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Status(
      @Nullable Integer desiredNumberScheduled,
      @Nullable List<Condition> conditions,
      @Nullable String phase) {

    private static final Set<String> FINISHED_PHASES = Set.of("Succeeded", "Failed");
    private static final Set<String> FINISHED_CONDITIONS = Set.of("Complete", "Failed");

    boolean somethingScheduled() {
      return desiredNumberScheduled != null && desiredNumberScheduled > 0;
    }

    boolean finished() {
      return (phase != null && FINISHED_PHASES.contains(phase))
          || (conditions != null && conditions.stream().anyMatch(Status::finishes));
    }

    private static boolean finishes(Condition condition) {
      return condition.type != null
          && FINISHED_CONDITIONS.contains(condition.type)
          && "True".equals(condition.status);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Condition(@Nullable String type, @Nullable String status) {}

  /// A kind whose template stands in `spec.template` and that can be scaled.
  interface Scaled extends WorkloadObject {
    @Nullable Spec spec();

    @Override
    default PodSpec podSpec() {
      return Spec.orEmpty(spec()).podSpec();
    }

    @Override
    default boolean enabled() {
      return !Spec.orEmpty(spec()).scaledToZero();
    }
  }

  @Group("apps")
  @Version("v1")
  @Kind("Deployment")
  record Deployment(ObjectMeta metadata, @Nullable Spec spec) implements Scaled {}

  @Group("apps")
  @Version("v1")
  @Kind("StatefulSet")
  record StatefulSet(ObjectMeta metadata, @Nullable Spec spec) implements Scaled {}

  @Group("apps")
  @Version("v1")
  @Kind("ReplicaSet")
  record ReplicaSet(ObjectMeta metadata, @Nullable Spec spec) implements Scaled {}

  @Group("")
  @Version("v1")
  @Kind("ReplicationController")
  record ReplicationController(ObjectMeta metadata, @Nullable Spec spec) implements Scaled {}

  @Group("apps")
  @Version("v1")
  @Kind("DaemonSet")
  record DaemonSet(ObjectMeta metadata, @Nullable Spec spec, @Nullable Status status)
      implements WorkloadObject {

    @Override
    public PodSpec podSpec() {
      return Spec.orEmpty(spec).podSpec();
    }

    @Override
    public boolean enabled() {
      return status != null && status.somethingScheduled();
    }
  }

  @Group("batch")
  @Version("v1")
  @Kind("CronJob")
  record CronJob(ObjectMeta metadata, @Nullable Spec spec) implements WorkloadObject {

    @Override
    public PodSpec podSpec() {
      return Spec.orEmpty(spec).jobPodSpec();
    }

    @Override
    public boolean enabled() {
      return !Spec.orEmpty(spec).suspended();
    }
  }

  @Group("batch")
  @Version("v1")
  @Kind("Job")
  record Job(ObjectMeta metadata, @Nullable Spec spec, @Nullable Status status)
      implements WorkloadObject {

    @Override
    public PodSpec podSpec() {
      return Spec.orEmpty(spec).podSpec();
    }

    @Override
    public boolean enabled() {
      return !Spec.orEmpty(spec).suspended() && (status == null || !status.finished());
    }
  }

  @Group("")
  @Version("v1")
  @Kind("Pod")
  record Pod(ObjectMeta metadata, @Nullable PodSpec spec, @Nullable Status status)
      implements WorkloadObject {

    @Override
    public PodSpec podSpec() {
      return PodSpec.orEmpty(spec);
    }

    @Override
    public boolean enabled() {
      return status == null || !status.finished();
    }
  }
}
