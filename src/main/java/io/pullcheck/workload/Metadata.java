package io.pullcheck.workload;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Pullcheck reads of an object's `metadata`. A text that the object does not have is empty.
///
/// @param namespace empty for objects of the whole cluster
/// @param name may be empty in a review of a create: the API server has not made one up yet
/// @param deletionTimestamp when the deletion was asked for; from then on only finalizers change
public record Metadata(
    String namespace,
    String name,
    String resourceVersion,
    String deletionTimestamp,
    Map<String, String> labels,
    List<OwnerReference> ownerReferences) {

  /// An owner of the object.
  ///
  /// @param controller whether it is the one that manages the object
  public record OwnerReference(@Nullable Boolean controller) {}

  /// Whether another object, which is looked at itself, made this one and manages it.
  public boolean controlled() {
    return ownerReferences.stream().anyMatch(owner -> Boolean.TRUE.equals(owner.controller));
  }
}
