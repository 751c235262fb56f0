package io.pullcheck.config;

import io.pullcheck.workload.WorkloadKind;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// A set of workload kinds, written as a comma-separated list in any case.
public record WorkloadKinds(Set<WorkloadKind> kinds) {

  public static final WorkloadKinds NONE = new WorkloadKinds(Set.of());
  public static final WorkloadKinds DEFAULT =
      new WorkloadKinds(
          Set.of(
              WorkloadKind.DEPLOYMENT,
              WorkloadKind.STATEFULSET,
              WorkloadKind.DAEMONSET,
              WorkloadKind.CRONJOB));

  public WorkloadKinds {
    kinds = Set.copyOf(kinds);
  }

  /// Reads `Deployment,cronjob`; `*` stands for all built-in kinds.
  ///
  /// @throws UsageError if a name is not that of a built-in kind
  public static WorkloadKinds parse(String text) {
    Set<WorkloadKind> kinds = new HashSet<>();
    for (String name : text.split(",", -1)) {
      if (name.strip().equals("*")) {
        kinds.addAll(WorkloadKind.BUILT_IN);
      } else {
        kinds.add(WorkloadKind.named(name.strip()).orElseThrow(() -> unknown(name)));
      }
    }
    return new WorkloadKinds(kinds);
  }

  private static UsageError unknown(String name) {
    String all =
        WorkloadKind.BUILT_IN.stream().map(WorkloadKind::kind).collect(Collectors.joining(", "));
    return UsageError.value(name.strip(), "is not a kind of workload", all);
  }

  @Override
  public String toString() {
    return kinds.stream().sorted().map(WorkloadKind::kind).collect(Collectors.joining(","));
  }
}
