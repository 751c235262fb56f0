package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.pullcheck.kubernetes.own.WorkloadEvents.Change;
import io.pullcheck.kubernetes.own.WorkloadEvents.UnknownMode;
import io.pullcheck.model.PrintableText;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.WorkloadId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What an Event says, of whom. No I/O.
///
/// @param about the object that it is written on, in whose namespace it stands
/// @param normal whether it is no reason to worry
/// @param identity what tells it from other Events on the same object: equal ones are one Event,
///   whose count grows, whichever replica writes them
record EventDraft(
    ObjectReference about, boolean normal, String reason, String message, String identity) {

  private static final int LONGEST_NAME = 200;
  // The API server refuses an Event whose message has more than 1024 bytes.
  private static final int LONGEST_MESSAGE = 1024;
  private static final int LONGEST_IMAGE = 600;
  private static final int LONGEST_CONTAINER = 100;
  private static final int LONGEST_REASON = 280;
  private static final int LONGEST_WORKLOAD = 200;
  private static final int NAMED_WORKLOADS = 3;

  /// One image of one workload.
  static EventDraft of(Change change, ObjectReference workload) {
    String message =
        "Image "
            + PrintableText.of(change.image(), LONGEST_IMAGE)
            + " of container "
            + PrintableText.of(change.container(), LONGEST_CONTAINER)
            + " "
            + PrintableText.of(summary(change), LONGEST_REASON);
    message = withRescue(message, change.rescue().get());
    return new EventDraft(
        workload,
        change.available(),
        reason(change.available()),
        message,
        change.container() + '\n' + message);
  }

  // A sentence that is cut would be a command that does something else.
  private static String withRescue(String message, List<String> sentences) {
    String whole = message;
    for (String sentence : sentences) {
      String separator = whole.equals(message) ? ". " : " ";
      String longer = whole + separator + PrintableText.of(sentence);
      if (longer.length() > LONGEST_MESSAGE) {
        return whole;
      }
      whole = longer;
    }
    return whole;
  }

  /// A tag that has moved: the next pod of the workload runs something else.
  static EventDraft of(WorkloadEvents.TagMoved moved, ObjectReference workload) {
    String message =
        "Image %s of container %s was pushed again: its pods run %s, and the next one runs %s"
            .formatted(
                PrintableText.of(moved.image(), LONGEST_IMAGE),
                PrintableText.of(moved.container(), LONGEST_CONTAINER),
                moved.running(),
                moved.digest());
    return new EventDraft(
        workload, true, "ImageTagMoved", message, moved.container() + '\n' + message);
  }

  /// Images of many workloads of one namespace, all of which are available now or none of which is.
  static EventDraft of(String namespace, List<Change> changes) {
    List<WorkloadId> workloads = changes.stream().map(Change::workload).distinct().toList();
    boolean available = changes.getFirst().available();
    String names =
        workloads.stream()
            .limit(NAMED_WORKLOADS)
            .map(id -> PrintableText.of(id.kind().kind() + " " + id.name(), LONGEST_WORKLOAD))
            .collect(Collectors.joining(", "));
    String message =
        "Images of "
            + workloads.size()
            + " workloads are "
            + (available ? "available again" : "not available")
            + ": "
            + names
            + " and "
            + (workloads.size() - NAMED_WORKLOADS)
            + " more"
            + (available ? "" : " (most: " + mostOften(changes) + ")");
    return new EventDraft(namespace(namespace), available, reason(available), message, message);
  }

  /// A namespace whose label does not choose a mode.
  static EventDraft unknownMode(UnknownMode mode) {
    String message =
        "The value '%s' of the label %s is unknown, so Pullcheck only warns here: set it to %s"
            .formatted(
                PrintableText.of(mode.value(), LONGEST_CONTAINER), mode.label(), mode.words());
    return new EventDraft(namespace(mode.namespace()), false, "UnknownMode", message, message);
  }

  /// The Event, as written for the first time.
  Event event(Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name())
        .withNamespace(about.getNamespace())
        .endMetadata()
        .withInvolvedObject(about)
        .withType(normal ? "Normal" : "Warning")
        .withReason(reason)
        .withMessage(message)
        .withNewSource()
        .withComponent("pullcheck")
        .endSource()
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withCount(1)
        .build();
  }

  private String name() {
    String whole = about.getKind() + '\n' + about.getUid() + '\n' + identity;
    long hash =
        UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    String object = about.getName();
    String prefix = object.length() <= LONGEST_NAME ? object : object.substring(0, LONGEST_NAME);
    return prefix + "." + Long.toHexString(hash);
  }

  // The API server takes an Event in a namespace only if its object says that it is there, too.
  private static ObjectReference namespace(String name) {
    return new ObjectReferenceBuilder()
        .withApiVersion("v1")
        .withKind("Namespace")
        .withNamespace(name)
        .withName(name)
        .build();
  }

  private static String reason(boolean available) {
    return available ? "ImageAvailable" : "ImageUnavailable";
  }

  private static String mostOften(List<Change> changes) {
    return changes.stream()
        .map(EventDraft::summary)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private static String summary(Change change) {
    return switch (change.verdict()) {
      case Verdict.Available _ -> "is available";
      case Verdict.Unavailable unavailable -> unavailable.reason().summary();
      case Verdict.Inconclusive kept -> kept.reason().summary();
    };
  }
}
