package io.pullcheck.kubernetes.watch;

import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;

/// Hears what happens to the cluster's workloads. Calls come one at a time, each may come again
/// with the same value, and none may block.
public interface WorkloadListener {

  /// The workload is there, and this is what it is now.
  void replaced(Workload workload);

  /// It is gone, or is not to be looked at any more: its namespace lost the label, it was scaled to
  /// zero.
  void removed(WorkloadId id);

  /// Pull secrets or service accounts of that namespace changed, so its pulls may have other
  /// credentials now.
  void credentialsChanged(String namespace);
}
