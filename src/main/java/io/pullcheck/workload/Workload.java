package io.pullcheck.workload;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A workload, reduced to what decides about its images.
///
/// @param images in the object's order; may name the same image twice
/// @param replicas how many pods it wants; 0 if it runs nothing now: scaled to zero, suspended,
///   nothing scheduled
/// @param labels of the object, as far as they are exported
public record Workload(
    WorkloadId id,
    List<ContainerImage> images,
    PullSecrets secrets,
    NodePlacement placement,
    int replicas,
    Map<String, String> labels) {

  /// A workload without labels.
  public Workload(
      WorkloadId id,
      List<ContainerImage> images,
      PullSecrets secrets,
      NodePlacement placement,
      int replicas) {
    this(id, images, secrets, placement, replicas, Map.of());
  }

  public Workload {
    Objects.requireNonNull(id, "id");
    images = List.copyOf(images);
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(placement, "placement");
    labels = Map.copyOf(labels);
  }

  /// Whether it runs anything now.
  public boolean enabled() {
    return replicas > 0;
  }

  /// The same with other images.
  public Workload with(List<ContainerImage> others) {
    return new Workload(id, others, secrets, placement, replicas, labels);
  }

  /// The same placed otherwise.
  public Workload at(NodePlacement other) {
    return new Workload(id, images, secrets, other, replicas, labels);
  }

  /// The same with these labels.
  public Workload labelled(Map<String, String> others) {
    return new Workload(id, images, secrets, placement, replicas, others);
  }

  /// Whether both have the same images at the same places, and pull them with the same secrets for
  /// pods that may run at the same places.
  public boolean pullsTheSameAs(Workload other) {
    return images.equals(other.images)
        && secrets.equals(other.secrets)
        && placement.equals(other.placement);
  }

  /// The pull that this workload's node does for one of its images.
  public Pull pull(ContainerImage image) {
    return new Pull(image.image(), secrets, placement, image.isVolume());
  }
}
