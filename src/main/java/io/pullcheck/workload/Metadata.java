package io.pullcheck.workload;

import static java.util.Objects.requireNonNullElse;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Pullcheck reads of an object's `metadata`. A text that the object does not have is empty.
///
/// @param uid tells the object from an earlier one of its name
/// @param namespace empty for objects of the whole cluster
/// @param name may be empty in a review of a create: the API server has not made one up yet
/// @param generateName what a name begins with that the API server makes up
/// @param deletionTimestamp when the deletion was asked for; from then on only finalizers change
public record Metadata(
    String uid,
    String namespace,
    String name,
    String generateName,
    String resourceVersion,
    String deletionTimestamp,
    Map<String, String> labels,
    List<OwnerReference> ownerReferences) {

  // Who makes pods that a drain leaves alone, or that are not started elsewhere: a kubelet itself
  // and the controller of DaemonSets (kubectl/pkg/drain/filters.go).
  private static final Set<String> BOUND_TO_THEIR_NODE = Set.of("Node", "DaemonSet");

  /// An owner of the object.
  ///
  /// @param controller whether it is the one that manages the object
  public record OwnerReference(
      String apiVersion, String kind, String name, @Nullable Boolean controller) {
    public OwnerReference {
      apiVersion = requireNonNullElse(apiVersion, "");
      kind = requireNonNullElse(kind, "");
      name = requireNonNullElse(name, "");
    }

    private boolean standsIn(Collection<WorkloadKind> kinds) {
      String group =
          apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
      return Stream.concat(WorkloadKind.BUILT_IN.stream(), kinds.stream())
          .filter(each -> each.group().equals(group) && each.kind().equals(kind))
          .anyMatch(each -> each.isSeenBy(kinds));
    }
  }

  /// Whether a pod is made again on another node when it goes: it has a controller, which is none
  /// of those that are bound to a node, and is not going already.
  public boolean startsElsewhere() {
    return deletionTimestamp.isEmpty()
        && ownerReferences.stream()
            .filter(owner -> Boolean.TRUE.equals(owner.controller))
            .anyMatch(owner -> !BOUND_TO_THEIR_NODE.contains(owner.kind));
  }

  /// Whether another object, which is looked at itself, made this one and manages it. Objects of
  /// other kinds are looked at by nobody, and anybody may name one that does not even exist.
  ///
  /// @param kinds that are looked at
  public boolean controlledByOneOf(Collection<WorkloadKind> kinds) {
    return ownerReferences.stream()
        .filter(owner -> Boolean.TRUE.equals(owner.controller))
        .anyMatch(owner -> owner.standsIn(kinds));
  }
}
