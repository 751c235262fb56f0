package io.pullcheck.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An object of the Kubernetes API from which a workload is read, whatever its kind. Everything
/// that does not decide about images is skipped while it is parsed: environment variables, most
/// annotations (one has the whole object as it was last applied), managed fields.
public final class WorkloadObject {

  /// What is read of an object of any kind.
  public static final Shape.Properties SHAPE = shapeWith(List.of());

  private static final String BY_HAND = "cronjob.kubernetes.io/instantiate";

  /// The annotations that are read besides those of [ImageInjection].
  private record Annotations(@JsonProperty(BY_HAND) String byHand) {}

  private final PrunedObject object;
  private final Metadata metadata;

  /// @param object read by a shape that has everything of [#SHAPE]
  public WorkloadObject(PrunedObject object) {
    this.object = object;
    this.metadata = object.at("metadata").as(Metadata.class);
  }

  /// The shape of objects of which more is read.
  ///
  /// @param others see [Shape#anywhere]
  public static Shape.Properties shapeWith(List<Class<? extends Record>> others) {
    List<Class<? extends Record>> all =
        new ArrayList<>(
            List.of(
                Metadata.class,
                Activity.class,
                PodSpec.class,
                ImageInjection.class,
                Annotations.class));
    all.addAll(others);
    return Shape.anywhere(all);
  }

  /// Whether a property of that name is read as a value of its own wherever it stands, so that no
  /// path leads through it.
  public static boolean reads(String name) {
    return SHAPE.named().containsKey(name);
  }

  public Metadata metadata() {
    return metadata;
  }

  /// Whether somebody made this job of a CronJob by hand, as `kubectl create job --from` does it.
  public boolean isInstantiatedByHand() {
    return !object.at("metadata.annotations").text(BY_HAND).isEmpty();
  }

  /// The workload that this object is, if it is of that kind. Without a pod spec at the kind's path
  /// it has no images.
  ///
  /// @param namespace the object's own, or the review's: an object that is to be created may lack
  ///   it
  public Workload workload(WorkloadKind kind, String namespace) {
    PodSpec podSpec = podSpec(kind);
    return workload(
        kind,
        namespace,
        podSpec,
        podSpec.images(kind.podSpecPath()).stream()
            .filter(image -> !ImageInjection.fillsIn(image.image(), kind, object))
            .toList());
  }

  /// The ephemeral containers of a pod, as a workload of their own: `kubectl debug` adds them to a
  /// pod that is there already, whoever made it.
  public Workload ephemeralContainers(String namespace) {
    WorkloadKind pod = WorkloadKind.POD;
    PodSpec podSpec = podSpec(pod);
    return workload(pod, namespace, podSpec, podSpec.ephemeralImages(pod.podSpecPath()));
  }

  /// What this pod runs; nothing if it runs nothing now. It must have been read by a shape that has
  /// [RunningPod.Status].
  ///
  /// @param keep is applied to each text that is kept: many pods have the same
  public Optional<RunningPod> runningPod(UnaryOperator<String> keep) {
    return RunningPod.of(
        metadata, podSpec(WorkloadKind.POD), object.at("status").as(RunningPod.Status.class), keep);
  }

  /// Where the object has a pod spec, if that is elsewhere than the kind says: the path may be a
  /// slip of the pen.
  public Optional<String> misplacedPodSpec(WorkloadKind kind) {
    return object.at(kind.podSpecPath()).get("containers") == null
        ? object.pathTo("containers")
        : Optional.empty();
  }

  /// Whether it has ended for good, well or not: a Job, a pod.
  public boolean hasEnded(WorkloadKind kind) {
    return kind.idleWhen().contains(WorkloadKind.Idle.FINISHED)
        && object.as(Activity.class).finished();
  }

  /// What is started on another node when this pod is evicted; nothing if that is nothing: the pod
  /// has ended or is going already, nobody makes it again, or only on its own node.
  public Optional<Workload> replacement() {
    Workload pod = workload(WorkloadKind.POD, metadata.namespace());
    return pod.enabled() && metadata.startsElsewhere()
        ? Optional.of(pod.at(pod.placement().elsewhere()))
        : Optional.empty();
  }

  /// Whether no container of this pod runs yet.
  public boolean isPending() {
    return object.as(Activity.class).pending();
  }

  private PodSpec podSpec(WorkloadKind kind) {
    return object.at(kind.podSpecPath()).as(PodSpec.class);
  }

  private Workload workload(
      WorkloadKind kind, String namespace, PodSpec podSpec, List<ContainerImage> images) {
    return new Workload(
        new WorkloadId(namespace, kind, metadata.name()),
        images,
        podSpec.pullSecrets(namespace),
        podSpec.placement(kind),
        kind.replicas(object.as(Activity.class)));
  }

  /// As [#workload], or nothing if the object only carries out another one that is looked at: the
  /// pods of a ReplicaSet, the ReplicaSets of a Deployment.
  ///
  /// @param kinds that are looked at
  public Optional<Workload> ownWorkload(WorkloadKind kind, Collection<WorkloadKind> kinds) {
    return kind.standsForOwner() && metadata.controlledByOneOf(kinds)
        ? Optional.empty()
        : Optional.of(workload(kind, metadata.namespace()));
  }
}
