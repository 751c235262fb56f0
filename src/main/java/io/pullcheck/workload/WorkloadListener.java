package io.pullcheck.workload;

/// Hears what happens to the cluster's workloads. Calls come one at a time, each may come again
/// with the same value, and none may block.
public interface WorkloadListener {

  /// The workload is there, and this is what it is now.
  void replace(Workload workload);

  /// The workload is gone, or is not to be looked at any more: its namespace lost the label, or it
  /// was scaled to zero.
  void remove(WorkloadId id);
}
