package io.pullcheck.admission;

import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.KindTable;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import io.pullcheck.workload.WorkloadObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What is needed of an AdmissionReview's request.
///
/// @param kinds the object's kind, once for each of its pod specs; none if it is none of those that
///   are looked at
/// @param table all that are
/// @param subresource empty for the object itself; `ephemeralcontainers` of a pod has the pod as
///   its object
/// @param name of the object, also where the review is about a subresource; empty where the API
///   server makes one up
/// @param dryRun whether nothing is stored in the end
/// @param object what is to be stored; nothing on DELETE
/// @param oldObject what is stored now; nothing on CREATE
record Review(
    String uid,
    List<WorkloadKind> kinds,
    KindTable table,
    String subresource,
    Operation operation,
    String namespace,
    String name,
    boolean dryRun,
    Optional<WorkloadObject> object,
    Optional<WorkloadObject> oldObject) {

  private static final String EPHEMERAL_CONTAINERS = "ephemeralcontainers";
  private static final String EVICTION = "eviction";

  /// What the API server is asked to do; DELETE and CONNECT do not concern images.
  enum Operation {
    CREATE,
    UPDATE,
    OTHER
  }

  /// The eviction that is asked for; nothing where the review is about something else. The Eviction
  /// object itself has nothing of the pod but its name.
  Optional<Evictions.Request> eviction() {
    return subresource.equals(EVICTION) && operation == Operation.CREATE
        ? Evictions.Request.of(namespace, name, dryRun)
        : Optional.empty();
  }

  /// The workloads to look at, one for each pod spec; none where the review does not concern images
  /// that somebody chose: other kinds, other subresources, objects that a controller made or that
  /// are being deleted.
  List<Workload> workloads() {
    if (operation == Operation.OTHER) {
      return List.of();
    }
    Optional<WorkloadObject> stored =
        object.filter(each -> each.metadata().deletionTimestamp().isEmpty());
    return switch (subresource) {
      case "" ->
          stored
              .filter(each -> byHand(each) || !table.controls(each.metadata()))
              .map(this::workloadsOf)
              .orElse(List.of());
      case EPHEMERAL_CONTAINERS ->
          stored
              .filter(_ -> kinds.contains(WorkloadKind.POD))
              .map(this::newEphemeralContainers)
              .map(List::of)
              .orElse(List.of());
      default -> List.of();
    };
  }

  private boolean byHand(WorkloadObject stored) {
    return kinds.contains(WorkloadKind.JOB) && stored.isInstantiatedByHand();
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

  /// Whether the update leaves the workloads' images, pull secrets and platforms as they are, so
  /// that no new pull comes of it.
  ///
  /// @param workloads those of [#workloads]
  boolean leavesImagesAsTheyAre(List<Workload> workloads) {
    return operation == Operation.UPDATE
        && subresource.isEmpty()
        && oldObject
            .map(this::workloadsOf)
            .filter(before -> pullTheSame(before, workloads))
            .isPresent();
  }

  private static boolean pullTheSame(List<Workload> before, List<Workload> now) {
    return IntStream.range(0, now.size()).allMatch(i -> now.get(i).pullsTheSameAs(before.get(i)));
  }

  /// The object that the workloads of this review are.
  Subject subject(WorkloadId id) {
    String generatedFrom =
        operation == Operation.CREATE
            ? object.map(stored -> stored.metadata().generateName()).orElse("")
            : "";
    return Subject.of(id.kind().kind(), id.namespace(), id.name(), generatedFrom);
  }

  /// The kind as the metrics have it. Only a word that the table knows: a caller may make up
  /// others.
  String word() {
    return subresource.equals(EVICTION)
        ? EVICTION
        : kinds.stream().filter(table::knows).findFirst().map(WorkloadKind::word).orElse("other");
  }

  private List<Workload> workloadsOf(WorkloadObject stored) {
    return kinds.stream().map(kind -> stored.workload(kind, namespace)).toList();
  }
}
