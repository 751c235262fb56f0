package io.pullcheck.workload;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.PullSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Pullcheck needs of a pod spec, in the API's own shape and names: see [PrunedObject#as].
/// Lists are complete and in their order, so that an index is that of the object.
record PodSpec(
    List<Container> initContainers,
    List<Container> containers,
    List<Container> ephemeralContainers,
    List<Volume> volumes,
    List<LocalObjectReference> imagePullSecrets,
    String serviceAccountName,
    String nodeName,
    Os os,
    Map<String, String> nodeSelector,
    Affinity affinity,
    List<Toleration> tolerations,
    String runtimeClassName,
    @Nullable Boolean hostNetwork) {

  private static final String NEVER = "Never";
  private static final String DEFAULT_SERVICE_ACCOUNT = "default";

  /// A container, of any of the lists.
  ///
  /// @param image empty if the container has none (a mutating webhook may fill it in)
  record Container(String name, String image, String imagePullPolicy) {}

  /// A volume, of any kind.
  ///
  /// @param image has an empty reference in volumes of other kinds
  record Volume(String name, ImageSource image) {}

  record ImageSource(String reference, String pullPolicy) {}

  record Affinity(NodeAffinity nodeAffinity) {}

  record NodeAffinity(NodeSelector requiredDuringSchedulingIgnoredDuringExecution) {}

  record NodeSelector(List<NodePlacement.Term> nodeSelectorTerms) {}

  record Os(String name) {}

  /// Where the pods of an object of this kind let themselves be placed.
  NodePlacement placement(WorkloadKind kind) {
    Stream<NodePlacement.Toleration> added =
        kind.equals(WorkloadKind.DAEMONSET)
            ? Toleration.ofDaemonPods(Boolean.TRUE.equals(hostNetwork))
            : Stream.of();
    return new NodePlacement(
        nodeName,
        os.name,
        nodeSelector,
        affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms,
        Stream.concat(Toleration.placing(tolerations), added)
            .collect(Collectors.toUnmodifiableSet()),
        runtimeClassName);
  }

  PullSecrets pullSecrets(String namespace) {
    return new PullSecrets(
        namespace,
        LocalObjectReference.names(imagePullSecrets),
        serviceAccountName.isEmpty() ? DEFAULT_SERVICE_ACCOUNT : serviceAccountName);
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
      ImageSource source = volumes.get(i).image;
      if (isPulled(source.reference, source.pullPolicy)) {
        images.add(
            ContainerImage.ofVolume(
                volumes.get(i).name,
                podSpecPath + ".volumes[" + i + "].image.reference",
                source.reference));
      }
    }
    return images;
  }

  /// The images of the ephemeral containers, as [#images] has those of the others: the template of
  /// no workload has any.
  List<ContainerImage> ephemeralImages(String podSpecPath) {
    List<ContainerImage> images = new ArrayList<>();
    addContainers(images, podSpecPath + ".ephemeralContainers[", ephemeralContainers);
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
