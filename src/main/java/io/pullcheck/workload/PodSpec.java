package io.pullcheck.workload;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Pullcheck needs of a pod spec, in the API's own shape and names, so that Jackson reads it.
/// A text that the object does not have is empty, and so is a list or map. Lists are complete and
/// in their order, so that an index is that of the object.
///
/// @param serviceAccountName `default` if the spec names none
record PodSpec(
    List<Container> initContainers,
    List<Container> containers,
    List<Volume> volumes,
    List<LocalObjectReference> imagePullSecrets,
    String serviceAccountName,
    Map<String, String> nodeSelector,
    @Nullable Affinity affinity) {

  private static final String NEVER = "Never";

  PodSpec {
    initContainers = requireNonNullElse(initContainers, List.of());
    containers = requireNonNullElse(containers, List.of());
    volumes = requireNonNullElse(volumes, List.of());
    imagePullSecrets = requireNonNullElse(imagePullSecrets, List.of());
    nodeSelector = requireNonNullElse(nodeSelector, Map.of());
    serviceAccountName = requireNonNullElse(serviceAccountName, "");
    serviceAccountName = serviceAccountName.isEmpty() ? "default" : serviceAccountName;
  }

  /// A container, of either list.
  ///
  /// @param image empty if the container has none (a mutating webhook may fill it in)
  record Container(String name, String image, String imagePullPolicy) {
    Container {
      name = requireNonNullElse(name, "");
      image = requireNonNullElse(image, "");
      imagePullPolicy = requireNonNullElse(imagePullPolicy, "");
    }
  }

  /// A volume, of any kind.
  ///
  /// @param image null for volumes of other kinds
  record Volume(String name, @Nullable ImageSource image) {
    Volume {
      name = requireNonNullElse(name, "");
    }
  }

  /// The source of an image volume.
  record ImageSource(String reference, String pullPolicy) {
    ImageSource {
      reference = requireNonNullElse(reference, "");
      pullPolicy = requireNonNullElse(pullPolicy, "");
    }
  }

  record Affinity(@Nullable NodeAffinity nodeAffinity) {}

  record NodeAffinity(@Nullable NodeSelector requiredDuringSchedulingIgnoredDuringExecution) {}

  record NodeSelector(List<NodeSelectorTerm> nodeSelectorTerms) {
    NodeSelector {
      nodeSelectorTerms = requireNonNullElse(nodeSelectorTerms, List.of());
    }
  }

  record NodeSelectorTerm(List<NodePlacement.Requirement> matchExpressions) {
    NodeSelectorTerm {
      matchExpressions = requireNonNullElse(matchExpressions, List.of());
    }
  }

  NodePlacement placement() {
    NodeAffinity node = affinity == null ? null : affinity.nodeAffinity;
    NodeSelector required =
        node == null ? null : node.requiredDuringSchedulingIgnoredDuringExecution;
    return new NodePlacement(
        nodeSelector,
        required == null
            ? List.of()
            : required.nodeSelectorTerms.stream().map(NodeSelectorTerm::matchExpressions).toList());
  }

  /// The images that a node would pull, in the object's order; those that it never pulls are left
  /// out.
  ///
  /// @param podSpecPath where the pod spec stands: [WorkloadKind#podSpecPath]
  List<ContainerImage> images(String podSpecPath) {
    List<ContainerImage> images = new ArrayList<>();
    addContainers(images, podSpecPath + ".initContainers[", initContainers);
    addContainers(images, podSpecPath + ".containers[", containers);
    for (int i = 0; i < volumes.size(); i++) {
      @Nullable ImageSource source = volumes.get(i).image();
      if (source != null && isPulled(source.reference, source.pullPolicy)) {
        images.add(
            new ContainerImage(
                "volume:" + volumes.get(i).name(),
                podSpecPath + ".volumes[" + i + "].image.reference",
                source.reference));
      }
    }
    return images;
  }

  private static void addContainers(
      List<ContainerImage> images, String prefix, List<Container> containers) {
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      if (isPulled(container.image, container.imagePullPolicy)) {
        images.add(new ContainerImage(container.name, prefix + i + "].image", container.image));
      }
    }
  }

  private static boolean isPulled(String image, String pullPolicy) {
    return !image.isEmpty() && !pullPolicy.equals(NEVER);
  }
}
