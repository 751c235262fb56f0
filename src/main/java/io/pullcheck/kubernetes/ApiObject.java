package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.Platform;
import io.pullcheck.workload.ClusterNode;
import io.pullcheck.workload.Metadata;
import io.pullcheck.workload.PrunedObject;
import io.pullcheck.workload.RunningPod;
import io.pullcheck.workload.Shape;
import io.pullcheck.workload.WorkloadObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/// An object of the API of any kind, of which only what somebody reads is decoded. Managed fields
/// and annotations (with the whole object as it was last applied) are most of what an API server
/// sends, and never become Java objects here.
@JsonDeserialize(using = ApiObject.Deserializer.class)
public final class ApiObject implements HasMetadata {

  private static final long serialVersionUID = 1L;

  private static final Shape.Properties SHAPE =
      WorkloadObject.shapeWith(List.of(SecretContent.class, Node.class, RunningPod.Status.class));

  /// Tells an object from all others of its kind.
  public record Name(String namespace, String name) {}

  /// What is read of a node.
  private record Node(Spec spec, Status status) {

    private record Spec(List<ClusterNode.Taint> taints, @Nullable Boolean unschedulable) {}

    private record Status(NodeInfo nodeInfo) {}

    private record NodeInfo(
        String operatingSystem,
        String architecture,
        String kernelVersion,
        String containerRuntimeVersion) {}
  }

  private final transient ObjectMeta meta;
  private final transient PrunedObject object;

  private ApiObject(ObjectMeta meta, PrunedObject object) {
    this.meta = meta;
    this.object = object;
  }

  /// An object of which no more is known than its metadata.
  public static ApiObject of(ObjectMeta meta) {
    return new ApiObject(meta, PrunedObject.EMPTY);
  }

  /// Requests for a resource, of which only an [ApiObject] is decoded. The client's public API can
  /// do so only with a class for each resource, whose annotations name it.
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static MixedOperation<ApiObject, KubernetesResourceList<ApiObject>, Resource<ApiObject>>
      resource(KubernetesClient client, ResourceDefinitionContext resource) {
    Class list = DefaultKubernetesResourceList.class;
    return client
        .adapt(BaseClient.class)
        .newHasMetadataOperation(
            resource, ApiObject.class, (Class<KubernetesResourceList<ApiObject>>) list);
  }

  static final class Deserializer extends ValueDeserializer<ApiObject> {
    @Override
    public ApiObject deserialize(JsonParser json, DeserializationContext context) {
      PrunedObject object = PrunedObject.read(json, SHAPE);
      Metadata read = object.at("metadata").as(Metadata.class);
      ObjectMeta meta = new ObjectMeta();
      meta.setNamespace(read.namespace().isEmpty() ? null : read.namespace());
      meta.setName(read.name());
      meta.setResourceVersion(read.resourceVersion());
      meta.setLabels(read.labels());
      return new ApiObject(meta, object);
    }
  }

  /// What is read of it, as a record: see [PrunedObject#as].
  public <T extends Record> T read(Class<T> type) {
    return object.as(type);
  }

  public WorkloadObject workload() {
    return new WorkloadObject(object);
  }

  /// The node that this object is; nothing until its kubelet has reported.
  ///
  /// @param keep is applied to each text that is kept: many nodes have the same labels
  public Optional<ClusterNode> node(UnaryOperator<String> keep) {
    Node node = object.as(Node.class);
    Node.NodeInfo info = node.status.nodeInfo;
    if (info.operatingSystem.isEmpty() || info.architecture.isEmpty()) {
      return Optional.empty();
    }
    Platform platform =
        new Platform(
            keep.apply(info.operatingSystem),
            keep.apply(info.architecture),
            "",
            info.operatingSystem.equals("windows") ? info.kernelVersion : "");
    Map<String, String> labels = new HashMap<>(ClusterNode.labels(platform));
    meta.getLabels().forEach((key, value) -> labels.put(keep.apply(key), keep.apply(value)));
    Set<ClusterNode.Taint> taints =
        node.spec.taints.stream()
            .filter(ClusterNode.Taint::keepsPodsAway)
            .collect(Collectors.toCollection(HashSet::new));
    if (Boolean.TRUE.equals(node.spec.unschedulable)) {
      taints.add(ClusterNode.UNSCHEDULABLE);
    }
    return Optional.of(new ClusterNode(name(), platform, labels, taints));
  }

  /// A node's container runtime, which its kubelet reports as `containerd://2.4.2`; nothing for one
  /// that is neither.
  public Optional<ContainerRuntime> runtime() {
    String version = object.as(Node.class).status.nodeInfo.containerRuntimeVersion;
    return ContainerRuntime.parse(version.replaceFirst("://.*", ""));
  }

  public String namespace() {
    return meta.getNamespace();
  }

  public String name() {
    return meta.getName();
  }

  public Name key() {
    return new Name(namespace(), name());
  }

  /// Namespace, name, resource version and labels.
  @Override
  public ObjectMeta getMetadata() {
    return meta;
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    throw new UnsupportedOperationException("read only");
  }

  /// Does nothing: nobody asks for it, and the client sets it on everything that it lists.
  @Override
  public void setApiVersion(String version) {}
}
