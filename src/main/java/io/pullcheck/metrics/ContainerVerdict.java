package io.pullcheck.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What is known of one container's image, with the labels under which it is exported.
///
/// @param state in force; nothing if the image was never checked, and the reason says why
record ContainerVerdict(Labels labels, Optional<State> state, Optional<Reason> reason) {

  private static final Comparator<ContainerVerdict> ORDER =
      Comparator.<ContainerVerdict, Labels>comparing(verdict -> verdict.labels)
          .thenComparing(
              verdict -> verdict.state.map(State::ordinal).orElse(-1), Comparator.reverseOrder());

  /// The verdicts of all containers whose image was checked, or could not be checked for a reason
  /// that is known, in the order of their labels. Of two with equal labels only the one with the
  /// worse state stays, because equal labels would make the whole scrape fail.
  ///
  /// @param exported of which states; the labels of others are not even made
  static List<ContainerVerdict> all(Snapshot snapshot, Predicate<State> exported) {
    List<ContainerVerdict> verdicts = new ArrayList<>();
    for (Workload workload : snapshot.workloads()) {
      for (ContainerImage image : workload.images()) {
        PullStatus status = snapshot.status(workload, image);
        Optional<State> state = status.state();
        if (state.map(exported::test).orElse(status.reason().isPresent())) {
          verdicts.add(new ContainerVerdict(labels(workload, image), state, status.reason()));
        }
      }
    }
    verdicts.sort(ORDER);
    return withoutEqualLabels(verdicts);
  }

  boolean is(State other) {
    return state.filter(other::equals).isPresent();
  }

  private static List<ContainerVerdict> withoutEqualLabels(List<ContainerVerdict> sorted) {
    List<ContainerVerdict> unique = new ArrayList<>(sorted.size());
    for (ContainerVerdict verdict : sorted) {
      if (unique.isEmpty() || !unique.getLast().labels().equals(verdict.labels())) {
        unique.add(verdict);
      }
    }
    return unique;
  }

  static Labels labels(Workload workload, ContainerImage image) {
    return Labels.of(
        "container",
        LabelText.of(image.container()),
        "image",
        LabelText.of(image.image()),
        "kind",
        workload.id().kind().word(),
        "name",
        workload.id().name(),
        "namespace",
        workload.id().namespace());
  }
}
