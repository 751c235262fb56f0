package io.pullcheck.workload;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import java.util.List;
import java.util.Objects;

/// A workload, reduced to what decides about its images.
///
/// @param images in the object's order; may name the same image twice
/// @param replicas how many pods it wants; 0 if it runs nothing now: scaled to zero, suspended,
///   nothing scheduled
public record Workload(
    WorkloadId id,
    List<ContainerImage> images,
    PullSecrets secrets,
    NodePlacement placement,
    int replicas) {

  public Workload {
    Objects.requireNonNull(id, "id");
    images = List.copyOf(images);
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(placement, "placement");
  }

  /// Whether it runs anything now.
  public boolean enabled() {
    return replicas > 0;
  }

  /// The same with other images.
  public Workload with(List<ContainerImage> others) {
    return new Workload(id, others, secrets, placement, replicas);
  }

  /// The same placed otherwise.
  public Workload at(NodePlacement other) {
    return new Workload(id, images, secrets, other, replicas);
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
