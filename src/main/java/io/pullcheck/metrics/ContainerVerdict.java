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

/// The state in force of one container's image, with the labels under which it is exported.
record ContainerVerdict(Labels labels, State state, Optional<Reason> reason) {

  private static final Comparator<ContainerVerdict> ORDER =
      Comparator.<ContainerVerdict, Labels>comparing(verdict -> verdict.labels)
          .thenComparing(verdict -> verdict.state, Comparator.reverseOrder());

  /// The verdicts of all containers whose image was checked, in the order of their labels. Of two
  /// with equal labels only the one with the worse state stays, because equal labels would make the
  /// whole scrape fail.
  ///
  /// @param exported of which states; the labels of others are not even made
  static List<ContainerVerdict> all(Snapshot snapshot, Predicate<State> exported) {
    List<ContainerVerdict> verdicts = new ArrayList<>();
    for (Workload workload : snapshot.workloads()) {
      for (ContainerImage image : workload.images()) {
        PullStatus status = snapshot.status(workload, image);
        status
            .state()
            .filter(exported)
            .map(state -> new ContainerVerdict(labels(workload, image), state, status.reason()))
            .ifPresent(verdicts::add);
      }
    }
    verdicts.sort(ORDER);
    return withoutEqualLabels(verdicts);
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

  private static Labels labels(Workload workload, ContainerImage image) {
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
