package io.pullcheck.workload;

import io.pullcheck.model.ContentDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A pod that runs, and what its node has pulled for it.
///
/// @param node that it runs on
/// @param owner the workload that it belongs to
/// @param containers those whose image the node has
public record RunningPod(
    String namespace, String name, String node, Owner owner, List<Container> containers) {

  /// Hears of pods. Calls come one at a time, and must not block.
  public interface Listener {

    /// The pod runs, and this is what it runs now.
    void added(RunningPod pod);

    /// The pod runs no more, or something else: this is what it was added as.
    void gone(RunningPod pod);
  }

  /// A workload as far as its pods tell of it.
  ///
  /// @param kind of the pod's controller, `Pod` if it has none
  /// @param name of the controller; without its last part where that is another one's doing
  public record Owner(String kind, String name) {

    // A Deployment's pods are made by ReplicaSets, `web-5d4f8c7b9`; a CronJob's by Jobs,
    // `report-29012345`.
    private static final Set<String> BETWEEN = Set.of("ReplicaSet", "Job");

    static Owner of(Metadata pod) {
      return pod.ownerReferences().stream()
          .filter(owner -> Boolean.TRUE.equals(owner.controller()))
          .findFirst()
          .map(owner -> new Owner(owner.kind(), workloadName(owner.kind(), owner.name())))
          .orElseGet(() -> new Owner(WorkloadKind.POD.kind(), pod.name()));
    }

    private static String workloadName(String kind, String name) {
      int dash = name.lastIndexOf('-');
      return BETWEEN.contains(kind) && dash > 0 ? name.substring(0, dash) : name;
    }

    /// Whether it is that workload. A ReplicaSet may also be that of a kind which is built on it.
    public boolean is(WorkloadId id) {
      WorkloadKind is = id.kind();
      boolean madeByIt =
          switch (kind) {
            case "ReplicaSet" ->
                is.equals(WorkloadKind.DEPLOYMENT) || !WorkloadKind.BUILT_IN.contains(is);
            case "Job" -> is.equals(WorkloadKind.CRONJOB);
            default -> kind.equals(is.kind());
          };
      return madeByIt && name.equals(id.name());
    }
  }

  /// A container whose image the node has.
  ///
  /// @param image as written in the pod
  /// @param digest of what was pulled, as the runtime reports it; nothing if it reports none that a
  ///   registry knows
  /// @param ofTag whether that is the digest that the tag named, as containerd and Docker have it;
  ///   CRI-O may report that of the manifest for the node's platform
  public record Container(String name, String image, Optional<String> digest, boolean ofTag) {}

  /// What is read of a pod besides its spec.
  public record Status(
      List<ContainerStatus> initContainerStatuses,
      List<ContainerStatus> containerStatuses,
      String phase) {}

  /// What a node reports of a container.
  ///
  /// @param imageID `docker.io/library/nginx@sha256:…`, or `docker-pullable://…`
  /// @param containerID begins with the runtime's name: `containerd://…`
  public record ContainerStatus(String name, String imageID, String containerID) {

    private Optional<String> digest() {
      return Optional.of(imageID.substring(imageID.indexOf('@') + 1))
          .filter(_ -> imageID.contains("@"))
          .filter(ContentDigest::isDigest);
    }
  }

  private static final String RUNNING = "Running";

  public RunningPod {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(owner, "owner");
    containers = List.copyOf(containers);
  }

  /// Nothing if the pod runs nothing now: it is not placed, waits, or has ended.
  ///
  /// @param keep is applied to each text that is kept: many pods have the same
  static Optional<RunningPod> of(
      Metadata metadata, PodSpec spec, Status status, UnaryOperator<String> keep) {
    if (spec.nodeName().isEmpty() || !status.phase.equals(RUNNING)) {
      return Optional.empty();
    }
    Map<String, String> images = new HashMap<>();
    Stream.concat(spec.initContainers().stream(), spec.containers().stream())
        .forEach(container -> images.put(container.name(), container.image()));
    Owner owner = Owner.of(metadata);
    return Optional.of(
        new RunningPod(
            keep.apply(metadata.namespace()),
            metadata.name(),
            keep.apply(spec.nodeName()),
            new Owner(keep.apply(owner.kind), keep.apply(owner.name)),
            Stream.concat(status.initContainerStatuses.stream(), status.containerStatuses.stream())
                .filter(each -> !each.imageID.isEmpty() && images.containsKey(each.name))
                .map(each -> container(each, images.getOrDefault(each.name, ""), keep))
                .toList()));
  }

  private static Container container(
      ContainerStatus status, String image, UnaryOperator<String> keep) {
    return new Container(
        keep.apply(status.name),
        keep.apply(image),
        status.digest().map(keep),
        !status.containerID.startsWith("cri-o://"));
  }
}
