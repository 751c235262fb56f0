package io.pullcheck.admission;

import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadKind;
import io.pullcheck.workload.WorkloadObject;
import java.util.Optional;

/// What is needed of an AdmissionReview's request.
///
/// @param kind the object's kind; nothing if it is none of those that are looked at
/// @param subresource empty for the object itself
/// @param object what is to be stored; nothing on DELETE
/// @param oldObject what is stored now; nothing on CREATE
record Review(
    String uid,
    Optional<WorkloadKind> kind,
    String subresource,
    Operation operation,
    String namespace,
    Optional<WorkloadObject> object,
    Optional<WorkloadObject> oldObject) {

  /// What the API server is asked to do; DELETE and CONNECT do not concern images.
  enum Operation {
    CREATE,
    UPDATE,
    OTHER
  }

  /// The workload to look at; nothing where the review does not concern images that somebody chose:
  /// other kinds, subresources, objects that a controller made or that are being deleted.
  Optional<Workload> workload() {
    if (!subresource.isEmpty() || operation == Operation.OTHER) {
      return Optional.empty();
    }
    return object
        .filter(stored -> !stored.metadata().controlled())
        .filter(stored -> stored.metadata().deletionTimestamp().isEmpty())
        .flatMap(this::workloadOf);
  }

  /// Whether the update leaves the workload's images, pull secrets and platforms as they are, so
  /// that no new pull comes of it.
  ///
  /// @param workload that of [#workload]
  boolean leavesImagesAsTheyAre(Workload workload) {
    return operation == Operation.UPDATE
        && oldObject.flatMap(this::workloadOf).filter(workload::pullsTheSameAs).isPresent();
  }

  private Optional<Workload> workloadOf(WorkloadObject stored) {
    return kind.map(known -> stored.workload(known, namespace));
  }
}
