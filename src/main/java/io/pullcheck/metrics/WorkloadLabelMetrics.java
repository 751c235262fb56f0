package io.pullcheck.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.State;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The labels that users gave their workloads, as an info series for each workload, by which a
/// query or an alert learns whose it is. Each workload has one, also without labels: a join with
/// this family loses nobody.
public final class WorkloadLabelMetrics implements MultiCollector {

  private static final String NAME = "workload_labels";
  private static final Pattern INVALID = Pattern.compile("[^a-zA-Z0-9_]");
  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  private final Supplier<Snapshot> inventory;
  private final MetricsDetail detail;

  /// @param inventory what to export; gives an empty snapshot on a replica that exports no verdicts
  /// @param detail whether only workloads have a series of which an image has one
  public WorkloadLabelMetrics(
      PrometheusRegistry registry, Supplier<Snapshot> inventory, MetricsDetail detail) {
    this.inventory = inventory;
    this.detail = detail;
    registry.register(this);
  }

  @Override
  public MetricSnapshots collect() {
    Snapshot snapshot = inventory.get();
    // Two workloads may have the same three labels: kinds of the same name, or an object with two
    // pod specs. Two series would make the whole scrape fail, or each join.
    Map<List<String>, Labels> series = new TreeMap<>(WorkloadLabelMetrics::compare);
    Map<List<String>, WorkloadId> first = new HashMap<>();
    for (Workload workload : snapshot.workloads()) {
      if (isExported(snapshot, workload)) {
        WorkloadId id = workload.id();
        List<String> key = List.of(id.namespace(), id.kind().word(), id.name());
        WorkloadId before = first.get(key);
        if (before == null || id.compareTo(before) < 0) {
          first.put(key, id);
          series.put(key, labels(key, workload.labels()));
        }
      }
    }
    List<GaugeDataPointSnapshot> points =
        series.values().stream().map(labels -> Families.point(1, labels)).toList();
    return MetricSnapshots.of(
        Families.gauge(
            NAME, "Labels of the workload, those of --workload-labels: always 1.", points));
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

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static Labels labels(List<String> key, Map<String, String> ofUser) {
    List<String> names = new ArrayList<>(List.of("namespace", "kind", "name"));
    List<String> values = new ArrayList<>(key);
    Map<String, String> sorted = new TreeMap<>(ofUser);
    names.addAll(names(sorted.keySet().stream().toList()));
    sorted.values().forEach(value -> values.add(LabelText.of(value)));
    return Labels.of(names, values);
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
