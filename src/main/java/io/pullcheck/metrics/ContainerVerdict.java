package io.pullcheck.metrics;

import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What is known of one container's image, with the labels under which it is exported.
///
/// @param state in force; nothing if the image was never checked, and the reason says why
record ContainerVerdict(LabelPairs labels, Optional<State> state, Optional<Reason> reason) {

  /// The verdicts of all containers whose image was checked, or could not be checked for a reason
  /// that is known. Of two with equal labels only the one with the worse state stays, because equal
  /// labels would make the whole scrape fail.
  ///
  /// @param exported of which states; the labels of others are not even made
  static Collection<ContainerVerdict> all(Snapshot snapshot, Predicate<State> exported) {
    // In the order in which they are made: memory is read in that order as well.
    Map<LabelPairs, ContainerVerdict> verdicts = new LinkedHashMap<>();
    for (Workload workload : snapshot.workloads()) {
      for (ContainerImage image : workload.images()) {
        PullStatus status = snapshot.status(workload, image);
        Optional<State> state = status.state();
        if (state.map(exported::test).orElse(status.reason().isPresent())) {
          LabelPairs labels = labels(workload, image);
          verdicts.merge(
              labels,
              new ContainerVerdict(labels, state, status.reason()),
              ContainerVerdict::worse);
        }
      }
    }
    return verdicts.values();
  }

  boolean is(State other) {
    return state.isPresent() && state.get() == other;
  }

  private static ContainerVerdict worse(ContainerVerdict one, ContainerVerdict other) {
    return compare(one.state, other.state) >= 0 ? one : other;
  }

  /// By how bad they are; what was never checked is the least.
  static int compare(Optional<State> one, Optional<State> other) {
    return one.isPresent() && other.isPresent()
        ? one.get().compareTo(other.get())
        : Boolean.compare(one.isPresent(), other.isPresent());
  }

  static LabelPairs labels(Workload workload, ContainerImage image) {
    return LabelPairs.of(
        "container",
        image.container(),
        "image",
        image.image(),
        "kind",
        workload.id().kind().word(),
        "name",
        workload.id().name(),
        "namespace",
        workload.id().namespace());
  }
}
