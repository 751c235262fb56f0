package io.pullcheck.admission;

import io.pullcheck.workload.PodTemplate;
import io.pullcheck.workload.WorkloadKind;
import java.util.Optional;

/// What is needed of an AdmissionReview's request.
///
/// @param kind the object's kind; nothing if it is none of ours, or none of ours in version `v1`
/// @param subresource empty for the object itself
/// @param object what is to be stored; nothing on DELETE
/// @param oldObject what is stored now; nothing on CREATE
record Review(
    String uid,
    Optional<WorkloadKind> kind,
    String subresource,
    Operation operation,
    String namespace,
    Optional<Subject> object,
    Optional<Subject> oldObject) {

  /// What the API server is asked to do; DELETE and CONNECT do not concern images.
  enum Operation {
    CREATE,
    UPDATE,
    OTHER
  }

  /// The pod template to look at; nothing where the review does not concern images that somebody
  /// chose: other kinds, subresources, objects that a controller made or that are being deleted.
  Optional<PodTemplate> template() {
    if (!subresource.isEmpty() || operation == Operation.OTHER) {
      return Optional.empty();
    }
    return object
        .filter(subject -> !subject.controlled() && !subject.deleting())
        .flatMap(this::templateOf);
  }

  /// Does the object keep the images and pull secrets that it has? Then nothing new starts because
  /// of it.
  boolean leavesImagesAsTheyAre() {
    return operation == Operation.UPDATE
        && object.flatMap(this::templateOf).equals(oldObject.flatMap(this::templateOf));
  }

  private Optional<PodTemplate> templateOf(Subject subject) {
    return kind.flatMap(known -> subject.template(known.podSpecPath()));
  }
}
