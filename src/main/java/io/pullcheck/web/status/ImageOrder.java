package io.pullcheck.web.status;

import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An order of rows, by the word that asks for it.
enum ImageOrder {
  /// The worst state first; unchecked images come just before the available ones.
  STATE(
      Comparator.<ImageFinding, State>comparing(ImageOrder::badness)
          .reversed()
          .thenComparing(finding -> finding.key().state().isEmpty())),
  /// What is not available first, then what is unchecked; among these that of which most pods are
  /// wanted, then that on which most workloads depend, and then the newest.
  IMPACT(
      Comparator.comparingInt(ImageOrder::rank)
          .thenComparing(Comparator.comparingInt(ImageFinding::replicas).reversed())
          .thenComparing(Comparator.comparingInt(ImageFinding::dependents).reversed())
          .thenComparing(newest())),
  IMAGE(Comparator.comparing(finding -> finding.key().image())),
  /// That on which most workloads depend first.
  WORKLOADS(Comparator.comparingInt(ImageFinding::dependents).reversed()),
  /// Those without a reason last.
  REASON(
      Comparator.<ImageFinding, Boolean>comparing(finding -> finding.key().reason().isEmpty())
          .thenComparing(finding -> finding.key().reason().map(Reason::word).orElse(""))),
  /// The newest first.
  SINCE(newest());

  private static final Comparator<ImageFinding> TIES =
      Comparator.<ImageFinding, String>comparing(finding -> finding.key().image())
          .thenComparing(finding -> finding.key().stateWord())
          .thenComparing(finding -> finding.key().reason().map(Reason::word).orElse(""))
          .thenComparing(finding -> finding.key().detail());

  @SuppressWarnings("ImmutableEnumChecker") // Comparators made of accessors alone.
  private final Comparator<ImageFinding> comparator;

  ImageOrder(Comparator<ImageFinding> comparator) {
    this.comparator = comparator;
  }

  /// @param reversed the last first; equal ones still by their image
  Comparator<ImageFinding> comparator(boolean reversed) {
    return (reversed ? comparator.reversed() : comparator).thenComparing(TIES);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ImageOrder> named(String word) {
    return Arrays.stream(values()).filter(order -> order.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(ImageOrder::word).toList();
  }

  // An unchecked image is placed with the least bad of the other states.
  private static State badness(ImageFinding finding) {
    return finding.key().state().orElse(State.UNKNOWN_ERROR);
  }

  private static int rank(ImageFinding finding) {
    if (finding.isUnavailable()) {
      return 0;
    }
    return finding.key().state().isEmpty() ? 1 : 2;
  }

  private static Comparator<ImageFinding> newest() {
    return Comparator.<ImageFinding, Instant>comparing(
            finding -> finding.since().orElse(Instant.MIN))
        .reversed();
  }
}
