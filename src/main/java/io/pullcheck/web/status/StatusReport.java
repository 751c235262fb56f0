package io.pullcheck.web.status;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The answer of `/api/v1/status`.
///
/// @param cluster the cluster's name; nothing if nobody has given it one
/// @param version of Pullcheck
/// @param view on a replica that does not lead, whose verdicts it has; else empty
/// @param now this replica's clock
/// @param synced whether all workloads of the cluster are known
/// @param registries those that cannot be asked now
/// @param changes the last ones, the newest first
/// @param history of the last 24 hours
record StatusReport(
    Optional<String> cluster,
    String version,
    String view,
    Instant now,
    boolean synced,
    Totals totals,
    List<RegistryTrouble> registries,
    List<RecentChanges.Change> changes,
    UnavailableHistory.Samples history) {

  /// What the whole table says. An image that is in several states counts for each of them.
  ///
  /// @param workloads how many use an image that is checked
  /// @param unchecked how many images were never checked
  /// @param unavailable how many are known not to be available
  /// @param oldestCheck since then each image that is not unchecked was checked
  /// @param newestCheck when anything was checked last
  record Totals(
      int workloads,
      int images,
      int unchecked,
      int unavailable,
      Optional<Instant> oldestCheck,
      Optional<Instant> newestCheck) {

    static Totals of(ImageTable table) {
      List<ImageFinding> all = table.findings();
      return new Totals(
          table.workloads(),
          all.size(),
          (int) all.stream().filter(each -> each.key().state().isEmpty()).count(),
          (int) all.stream().filter(ImageFinding::isUnavailable).count(),
          all.stream().flatMap(each -> each.lastCheck().stream()).min(Comparator.naturalOrder()),
          all.stream().flatMap(each -> each.lastCheck().stream()).max(Comparator.naturalOrder()));
    }
  }
}
