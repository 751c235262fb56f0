package io.pullcheck.admission;

import io.pullcheck.workload.PodTemplate;
import java.util.Map;
import java.util.Optional;

/// What is needed of the object under review.
///
/// @param controlled by another object, which was reviewed itself: an owner reference says so
/// @param deleting a deletion timestamp is set, so that only finalizers change
/// @param templates what stands at the paths where the kinds have their pod spec; read without
///   regard to the kind, because a review's fields may come in any order
record Subject(boolean controlled, boolean deleting, Map<String, PodTemplate> templates) {

  Subject {
    templates = Map.copyOf(templates);
  }

  Optional<PodTemplate> template(String podSpecPath) {
    return Optional.ofNullable(templates.get(podSpecPath));
  }
}
