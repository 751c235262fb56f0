package io.pullcheck.workload;

import io.pullcheck.model.PlatformSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What Pullcheck needs of a pod spec, however it was read: from an informer, an admission review
/// or a file.
///
/// @param initContainers in their order, complete, so that an index is that of the object
/// @param containers likewise
/// @param volumes likewise
/// @param pullSecrets names of `imagePullSecrets`
/// @param serviceAccount `default` if the spec names none
public record PodTemplate(
    List<Container> initContainers,
    List<Container> containers,
    List<Volume> volumes,
    List<String> pullSecrets,
    String serviceAccount,
    PlatformSelector platforms) {

  /// A container, of either list.
  ///
  /// @param image empty if the container has none (a mutating webhook may fill it in)
  /// @param pullPolicy empty if not set
  public record Container(String name, String image, String pullPolicy) {}

  /// A volume, of any kind.
  ///
  /// @param image what an image volume refers to; nothing for volumes of other kinds
  public record Volume(String name, Optional<String> image, String pullPolicy) {}

  private static final String NEVER = "Never";

  public PodTemplate {
    initContainers = List.copyOf(initContainers);
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
    pullSecrets = List.copyOf(pullSecrets);
    serviceAccount = serviceAccount.isEmpty() ? "default" : serviceAccount;
    Objects.requireNonNull(platforms, "platforms");
  }

  /// The images that a node would pull, in the object's order; those that it never pulls are left
  /// out.
  ///
  /// @param podSpecPath where the pod spec stands: [WorkloadKind#podSpecPath]
  public List<ContainerImage> images(String podSpecPath) {
    List<ContainerImage> images = new ArrayList<>();
    addContainers(images, podSpecPath + ".initContainers[", initContainers);
    addContainers(images, podSpecPath + ".containers[", containers);
    for (int i = 0; i < volumes.size(); i++) {
      Volume volume = volumes.get(i);
      if (volume.image().isPresent() && !volume.pullPolicy().equals(NEVER)) {
        String path = podSpecPath + ".volumes[" + i + "].image.reference";
        images.add(new ContainerImage("volume:" + volume.name(), path, volume.image().get()));
      }
    }
    return images;
  }

  private static void addContainers(
      List<ContainerImage> images, String prefix, List<Container> containers) {
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      if (!container.image().isEmpty() && !container.pullPolicy().equals(NEVER)) {
        images.add(new ContainerImage(container.name(), prefix + i + "].image", container.image()));
      }
    }
  }
}
