package io.pullcheck.verdict;

import io.pullcheck.model.Pull;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// An [Inventory] at one moment. Immutable.
///
/// @param workloads in no particular order; of their images only those that are checked
/// @param pulls every pull that one of the workloads uses; whoever makes the snapshot does not
///   change it any more: to copy it would take as long as to make it
public record Snapshot(List<Workload> workloads, Map<Pull, PullStatus> pulls) {

  public static final Snapshot EMPTY = new Snapshot(List.of(), Map.of());

  public Snapshot {
    workloads = List.copyOf(workloads);
    pulls = Collections.unmodifiableMap(pulls);
  }

  /// What is known of one image of a workload.
  public PullStatus status(Workload workload, ContainerImage image) {
    return pulls.getOrDefault(workload.pull(image), PullStatus.UNCHECKED);
  }
}
