package io.pullcheck.workload;

import java.util.Comparator;
import java.util.Objects;

/// What tells a workload from all others of the cluster. Ordered by namespace, kind and name.
public record WorkloadId(String namespace, WorkloadKind kind, String name)
    implements Comparable<WorkloadId> {

  private static final Comparator<WorkloadId> ORDER =
      Comparator.comparing(WorkloadId::namespace)
          .thenComparing(WorkloadId::kind)
          .thenComparing(WorkloadId::name);

  public WorkloadId {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  @Override
  public int compareTo(WorkloadId other) {
    return ORDER.compare(this, other);
  }
}
