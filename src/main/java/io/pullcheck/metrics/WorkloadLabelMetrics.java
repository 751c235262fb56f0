package io.pullcheck.metrics;

import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.State;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The labels that users gave their workloads, as an info series for each workload, by which a
/// query or an alert learns whose it is. Each workload has one, also without labels: a join with
/// this family loses nobody.
public final class WorkloadLabelMetrics implements InventoryFamilies {

  private static final Pattern INVALID = Pattern.compile("[^a-zA-Z0-9_]");
  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  private final MetricsDetail detail;

  /// @param detail whether only workloads have a series of which an image has one
  public WorkloadLabelMetrics(MetricsDetail detail) {
    this.detail = detail;
  }

  @Override
  public void write(Snapshot snapshot, GaugeText out) throws IOException {
    // Two workloads may have the same three labels: kinds of the same name, or an object with two
    // pod specs. Two series would make the whole scrape fail, or each join.
    Map<LabelPairs, Workload> first = new TreeMap<>();
    for (Workload workload : snapshot.workloads()) {
      if (isExported(snapshot, workload)) {
        WorkloadId id = workload.id();
        first.merge(
            LabelPairs.of("namespace", id.namespace(), "kind", id.kind().word(), "name", id.name()),
            workload,
            (one, other) -> one.id().compareTo(other.id()) < 0 ? one : other);
      }
    }
    out.write(
        "workload_labels",
        "Labels of the workload, those of --workload-labels: always 1.",
        first.entrySet(),
        series -> withLabels(series.getKey(), series.getValue().labels()),
        _ -> 1);
  }

  private boolean isExported(Snapshot snapshot, Workload workload) {
    return detail == MetricsDetail.ALL
        || workload.images().stream()
            .map(image -> snapshot.status(workload, image))
            .anyMatch(
                status ->
                    status
                        .state()
                        .map(state -> state != State.AVAILABLE)
                        .orElse(status.reason().isPresent()));
  }

  private static LabelPairs withLabels(LabelPairs workload, Map<String, String> ofUser) {
    Map<String, String> sorted = new TreeMap<>(ofUser);
    List<String> names = names(sorted.keySet().stream().toList());
    LabelPairs all = workload;
    int i = 0;
    for (String value : sorted.values()) {
      all = all.with(names.get(i++), value);
    }
    return all;
  }

  /// The names of labels as kube-state-metrics makes them of an object's keys
  /// (`internal/store/utils.go`): `label_`, snake case, `_` for what Prometheus does not allow, and
  /// `_conflict1`, `_conflict2` for keys of one object that become the same.
  ///
  /// @param keys sorted
  static List<String> names(List<String> keys) {
    List<String> plain = keys.stream().map(WorkloadLabelMetrics::name).toList();
    Map<String, Integer> conflicts = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (String name : plain) {
      boolean only = plain.indexOf(name) == plain.lastIndexOf(name);
      names.add(only ? name : name + "_conflict" + conflicts.merge(name, 1, Integer::sum));
    }
    return names;
  }

  private static String name(String key) {
    String valid = INVALID.matcher(key).replaceAll("_");
    return "label_" + HUMP.matcher(valid).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }
}
