package io.pullcheck.metrics;

import io.pullcheck.verdict.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// All that a scrape says of the inventory. It is said of one snapshot: a scrape in the midst of
/// which the replica becomes the leader, or a verdict changes, has all of the one or of the other.
public final class InventoryMetrics {

  /// Of a program without an inventory.
  public static final InventoryMetrics NONE = new InventoryMetrics(() -> Snapshot.EMPTY, List.of());

  private final Supplier<Snapshot> inventory;
  private final List<InventoryFamilies> families;

  /// @param inventory what to export, called once for each scrape; gives an empty snapshot on a
  ///   replica that exports no verdicts
  public InventoryMetrics(Supplier<Snapshot> inventory, List<InventoryFamilies> families) {
    this.inventory = inventory;
    this.families = List.copyOf(families);
  }

  /// Writes the families of gauges in a form that is right in Prometheus' text format as well as in
  /// OpenMetrics, without its end.
  ///
  /// @param out need not be buffered
  /// @param wanted by their whole name, which families are asked for
  public void write(OutputStream out, Predicate<String> wanted) throws IOException {
    Snapshot snapshot = inventory.get();
    GaugeText text = new GaugeText(out, wanted);
    for (InventoryFamilies each : families) {
      each.write(snapshot, text);
    }
    text.flush();
  }
}
