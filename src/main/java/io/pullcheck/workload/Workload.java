package io.pullcheck.workload;

import io.pullcheck.model.PlatformSelector;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import java.util.List;
import java.util.Objects;

/// A workload, reduced to what decides about its images.
///
/// @param images in the object's order; may name the same image twice
/// @param enabled false if it runs nothing now: scaled to zero, suspended, nothing scheduled
public record Workload(
    WorkloadId id,
    List<ContainerImage> images,
    PullSecrets secrets,
    PlatformSelector platforms,
    boolean enabled) {

  public Workload {
    Objects.requireNonNull(id, "id");
    images = List.copyOf(images);
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(platforms, "platforms");
  }

  static Workload of(WorkloadId id, PodSpec podSpec, boolean enabled) {
    return new Workload(
        id,
        podSpec.images(id.kind().podSpecPath()),
        podSpec.pullSecrets(id.namespace()),
        podSpec.platforms(),
        enabled);
  }

  /// Whether both have the same images at the same places, and pull them with the same secrets for
  /// the same platforms.
  public boolean pullsTheSameAs(Workload other) {
    return images.equals(other.images)
        && secrets.equals(other.secrets)
        && platforms.equals(other.platforms);
  }

  /// The pull that this workload's node does for one of its images.
  public Pull pull(ContainerImage image) {
    return new Pull(image.image(), secrets, platforms);
  }
}
