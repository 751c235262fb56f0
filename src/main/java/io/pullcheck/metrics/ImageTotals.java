package io.pullcheck.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.State;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The families with one value for each distinct image, or for all, however many workloads use it.
final class ImageTotals {

  private final Map<String, State> worst = new HashMap<>();
  private final Map<String, Instant> oldest = new HashMap<>();
  private final Set<String> unchecked = new HashSet<>();
  private final Set<String> late = new HashSet<>();

  private ImageTotals() {}

  /// @param overdue an image that was due before this time, or was never checked, is overdue
  static ImageTotals of(Snapshot snapshot, Instant overdue) {
    ImageTotals totals = new ImageTotals();
    snapshot.pulls().forEach((pull, status) -> totals.add(pull.image(), status, overdue));
    return totals;
  }

  private void add(String written, PullStatus status, Instant overdue) {
    String image = LabelText.of(written);
    status
        .state()
        .ifPresentOrElse(
            state -> worst.merge(image, state, ImageTotals::worse), () -> unchecked.add(image));
    status
        .last()
        .map(CheckedVerdict::at)
        .ifPresent(at -> oldest.merge(image, at, ImageTotals::older));
    if (status.due().isEmpty() || status.due().get().isBefore(overdue)) {
      late.add(image);
    }
  }

  private static State worse(State one, State other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Instant older(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  GaugeSnapshot images() {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    worst.values().forEach(state -> counts.merge(state, 1, Integer::sum));
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (State state : State.values()) {
      Labels labels = Labels.of("state", state.word());
      points.add(Families.point(counts.getOrDefault(state, 0), labels));
    }
    int never = (int) unchecked.stream().filter(image -> !worst.containsKey(image)).count();
    points.add(Families.point(never, Labels.of("state", "unchecked")));
    return Families.gauge(
        "images", "Distinct images, each by its worst verdict; unchecked: without one.", points);
  }

  GaugeSnapshot lastChecks(MetricsDetail detail) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    oldest.forEach(
        (image, at) -> {
          if (detail == MetricsDetail.ALL || worst.get(image) != State.AVAILABLE) {
            points.add(Families.point(at.toEpochMilli() / 1e3, Labels.of("image", image)));
          }
        });
    return Families.gauge(
        "last_check_timestamp_seconds", "When the image's oldest verdict was found.", points);
  }

  GaugeSnapshot overdue() {
    return Families.gauge(
        "queue_overdue_images",
        "Images whose check is more than a check period late, or that were never checked.",
        List.of(Families.point(late.size(), Labels.EMPTY)));
  }
}
