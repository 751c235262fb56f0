package io.pullcheck.workload;

import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/// An object of the Kubernetes API from which a workload is read, whatever its kind. Everything
/// that does not decide about images is skipped while it is parsed: environment variables,
/// annotations (with the whole object as it was last applied), managed fields.
public final class WorkloadObject {

  /// What is read of an object of any kind.
  public static final Shape.Properties SHAPE =
      Shape.anywhere(Metadata.class, Activity.class, PodSpec.class);

  private final JsonNode tree;
  private final Metadata metadata;

  /// @param tree read by a shape that has everything of [#SHAPE]
  public WorkloadObject(JsonNode tree) {
    this.tree = tree;
    this.metadata = PrunedJson.as(Metadata.class, tree.path("metadata"));
  }

  /// Reads the object that starts at the current token.
  ///
  /// @throws tools.jackson.core.JacksonException if the text is not valid JSON
  public static WorkloadObject read(JsonParser json) {
    return new WorkloadObject(PrunedJson.read(json, SHAPE));
  }

  public Metadata metadata() {
    return metadata;
  }

  /// The workload that this object is, if it is of that kind. Without a pod spec at the kind's path
  /// it has no images.
  ///
  /// @param namespace the object's own, or the review's: an object that is to be created may lack
  ///   it
  public Workload workload(WorkloadKind kind, String namespace) {
    PodSpec podSpec = PrunedJson.as(PodSpec.class, podSpec(kind));
    return Workload.of(
        new WorkloadId(namespace, kind, metadata.name()),
        podSpec,
        !kind.isIdle(PrunedJson.as(Activity.class, tree)));
  }

  /// As [#workload], or nothing if the object only carries out another one: the pods of a
  /// ReplicaSet, the ReplicaSets of a Deployment.
  public Optional<Workload> ownWorkload(WorkloadKind kind) {
    return kind.standsForOwner() && metadata.controlled()
        ? Optional.empty()
        : Optional.of(workload(kind, metadata.namespace()));
  }

  private JsonNode podSpec(WorkloadKind kind) {
    JsonNode node = tree;
    for (String name : kind.podSpecPath().split("\\.", -1)) {
      node = node.path(name);
    }
    return node;
  }
}
