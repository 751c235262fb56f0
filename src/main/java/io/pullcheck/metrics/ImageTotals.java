package io.pullcheck.metrics;

import static java.util.Comparator.naturalOrder;

import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.State;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The families with one value for each distinct image, or for all, however many workloads use it.
final class ImageTotals {

  /// What the pulls of one image have in common.
  ///
  /// @param worst nothing: none of them was ever checked
  /// @param oldest when the oldest of their verdicts was found
  /// @param late whether one of them is overdue
  private record Image(
      LabelPairs labels, Optional<State> worst, Optional<Instant> oldest, boolean late) {

    Image and(Image other) {
      return new Image(
          labels,
          ContainerVerdict.compare(worst, other.worst) >= 0 ? worst : other.worst,
          Stream.of(oldest, other.oldest).flatMap(Optional::stream).min(naturalOrder()),
          late || other.late);
    }
  }

  private final Collection<Image> images;

  private ImageTotals(Collection<Image> images) {
    this.images = images;
  }

  /// @param overdue an image that was due before this time, or was never checked, is overdue
  static ImageTotals of(Snapshot snapshot, Instant overdue) {
    Map<LabelPairs, Image> images = new HashMap<>();
    snapshot
        .pulls()
        .forEach(
            (pull, status) -> {
              LabelPairs labels = LabelPairs.of("image", pull.image());
              images.merge(labels, image(labels, status, overdue), Image::and);
            });
    return new ImageTotals(images.values());
  }

  private static Image image(LabelPairs labels, PullStatus status, Instant overdue) {
    return new Image(
        labels,
        status.state(),
        status.last().map(CheckedVerdict::at),
        status.due().isEmpty() || status.due().get().isBefore(overdue));
  }

  /// @param detail of which images there is the time of their check
  void write(MetricsDetail detail, GaugeText out) throws IOException {
    out.write(
        "images", "Distinct images, each by its worst verdict; unchecked: without one.", counts());
    out.write(
        "last_check_timestamp_seconds",
        "When the image's oldest verdict was found.",
        checked(detail),
        Image::labels,
        image -> image.oldest.orElseThrow().toEpochMilli() / 1e3);
    out.write(
        "queue_overdue_images",
        "Images whose check is more than a check period late, or that were never checked.",
        Map.of(LabelPairs.NONE, images.stream().filter(Image::late).count()));
  }

  private List<Image> checked(MetricsDetail detail) {
    return images.stream()
        .filter(image -> image.oldest.isPresent())
        .filter(
            image ->
                detail == MetricsDetail.ALL || !image.worst.equals(Optional.of(State.AVAILABLE)))
        .toList();
  }

  private Map<LabelPairs, Long> counts() {
    Map<Optional<State>, Long> counts =
        images.stream().collect(Collectors.groupingBy(Image::worst, Collectors.counting()));
    Map<LabelPairs, Long> points = new TreeMap<>();
    for (State state : State.values()) {
      points.put(LabelPairs.of("state", state.word()), counts.getOrDefault(Optional.of(state), 0L));
    }
    points.put(
        LabelPairs.of("state", "unchecked"), counts.getOrDefault(Optional.<State>empty(), 0L));
    return points;
  }
}
