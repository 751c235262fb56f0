package io.pullcheck.metrics;

import io.pullcheck.verdict.Snapshot;
import java.io.IOException;

/// Families that are made from what is known at the time of a scrape, so that a workload which is
/// gone leaves no series behind.
public interface InventoryFamilies {

  /// Writes all of them.
  ///
  /// @param snapshot empty on a replica that exports no verdicts
  void write(Snapshot snapshot, GaugeText out) throws IOException;
}
