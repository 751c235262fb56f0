package io.pullcheck.web;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One image in one state, and the containers that use it, while they are being collected.
final class ImageFinding {

  /// What distinguishes one finding from another.
  record Key(String image, Optional<State> state, Optional<Reason> reason, String detail) {

    static Key of(String image, PullStatus status) {
      String detail =
          status.last().map(CheckedVerdict::verdict).orElse(null)
                  instanceof Verdict.Unavailable unavailable
              ? unavailable.detail()
              : "";
      return new Key(image, status.state(), status.reason(), detail);
    }
  }

  /// The worst state first; unchecked images come just before the available ones.
  static final Comparator<ImageFinding> ORDER =
      Comparator.<ImageFinding, State>comparing(finding -> finding.badness())
          .reversed()
          .thenComparing(finding -> finding.key.state().isEmpty())
          .thenComparing(finding -> finding.key.image())
          .thenComparing(finding -> finding.stateWord());

  private static final Comparator<ImageRow.Use> USES =
      Comparator.comparing(ImageRow.Use::namespace)
          .thenComparing(ImageRow.Use::kind)
          .thenComparing(ImageRow.Use::name)
          .thenComparing(ImageRow.Use::container);

  private final Key key;
  private final String registry;
  private final List<ImageRow.Use> uses = new ArrayList<>();
  private Optional<Instant> since = Optional.empty();
  private Optional<Instant> lastCheck = Optional.empty();
  private Optional<Instant> nextCheck = Optional.empty();

  ImageFinding(Key key, String registry) {
    this.key = key;
    this.registry = registry;
  }

  void add(Workload workload, ContainerImage image, PullStatus status) {
    since = earlier(since, status.since());
    lastCheck = earlier(lastCheck, status.last().map(CheckedVerdict::at));
    nextCheck = earlier(nextCheck, status.due());
    uses.add(
        new ImageRow.Use(
            workload.id().namespace(),
            workload.id().kind().kind(),
            workload.id().name(),
            image.container(),
            image.path()));
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get())) ? one : other;
  }

  String stateWord() {
    return key.state().map(State::word).orElse(ImagesQuery.UNCHECKED);
  }

  String registry() {
    return registry;
  }

  boolean mentions(String lowerCase) {
    return contains(key.image(), lowerCase)
        || uses.stream()
            .anyMatch(
                use -> contains(use.namespace(), lowerCase) || contains(use.name(), lowerCase));
  }

  ImageRow row() {
    return new ImageRow(
        String.join(
            " ",
            stateWord(),
            key.reason().map(Reason::word).orElse("-"),
            key.image(),
            key.detail()),
        key.image(),
        stateWord(),
        key.reason().map(Reason::word),
        key.reason().map(Reason::summary),
        key.reason().map(Reason::advice),
        Optional.of(key.detail()).filter(detail -> !detail.isEmpty()),
        registry,
        since,
        lastCheck,
        nextCheck,
        uses.stream().sorted(USES).limit(ImageRow.MOST_USES).toList(),
        uses.size());
  }

  /// An unchecked image is placed with the least bad of the other states.
  private State badness() {
    return key.state().orElse(State.UNKNOWN_ERROR);
  }

  private static boolean contains(String text, String lowerCase) {
    return text.toLowerCase(Locale.ROOT).contains(lowerCase);
  }
}
