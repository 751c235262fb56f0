package io.pullcheck.admission;

import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import io.pullcheck.workload.WorkloadObject;
import java.util.Optional;
import java.util.Set;

/// What is needed of an AdmissionReview's request.
///
/// @param kind the object's kind; nothing if it is none of those that are looked at
/// @param subresource empty for the object itself; `ephemeralcontainers` of a pod has the pod as
///   its object
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

  private static final String EPHEMERAL_CONTAINERS = "ephemeralcontainers";

  /// What the API server is asked to do; DELETE and CONNECT do not concern images.
  enum Operation {
    CREATE,
    UPDATE,
    OTHER
  }

  /// The workload to look at; nothing where the review does not concern images that somebody chose:
  /// other kinds, other subresources, objects that a controller made or that are being deleted.
  Optional<Workload> workload() {
    if (operation == Operation.OTHER) {
      return Optional.empty();
    }
    Optional<WorkloadObject> stored =
        object.filter(each -> each.metadata().deletionTimestamp().isEmpty());
    return switch (subresource) {
      case "" ->
          stored.filter(each -> byHand(each) || !isControlled(each)).flatMap(this::workloadOf);
      case EPHEMERAL_CONTAINERS ->
          kind.filter(WorkloadKind.POD::equals)
              .flatMap(_ -> stored)
              .map(this::newEphemeralContainers);
      default -> Optional.empty();
    };
  }

  private boolean byHand(WorkloadObject stored) {
    return kind.filter(WorkloadKind.JOB::equals).isPresent() && stored.isInstantiatedByHand();
  }

  private static boolean isControlled(WorkloadObject stored) {
    return stored.metadata().controlledByOneOf(WorkloadKind.BUILT_IN);
  }

  // A pod keeps those that it had: they are looked at when they come.
  private Workload newEphemeralContainers(WorkloadObject stored) {
    Workload now = stored.ephemeralContainers(namespace);
    Set<ContainerImage> before =
        oldObject
            .map(old -> Set.copyOf(old.ephemeralContainers(namespace).images()))
            .orElse(Set.of());
    return now.with(now.images().stream().filter(image -> !before.contains(image)).toList());
  }

  /// Whether the update leaves the workload's images, pull secrets and platforms as they are, so
  /// that no new pull comes of it.
  ///
  /// @param workload that of [#workload]
  boolean leavesImagesAsTheyAre(Workload workload) {
    return operation == Operation.UPDATE
        && subresource.isEmpty()
        && oldObject.flatMap(this::workloadOf).filter(workload::pullsTheSameAs).isPresent();
  }

  /// The object that the workload of this review is.
  Subject subject(Workload workload) {
    String generatedFrom =
        operation == Operation.CREATE
            ? object.map(stored -> stored.metadata().generateName()).orElse("")
            : "";
    WorkloadId id = workload.id();
    return Subject.of(id.kind().kind(), id.namespace(), id.name(), generatedFrom);
  }

  private Optional<Workload> workloadOf(WorkloadObject stored) {
    return kind.map(known -> stored.workload(known, namespace));
  }
}
