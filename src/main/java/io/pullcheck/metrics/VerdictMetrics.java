package io.pullcheck.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.State;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.Workload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The verdicts: the seven gauges of k8s-image-availability-exporter, and those that we add. They
/// are made from a snapshot of the inventory at each scrape, so that a workload which is gone
/// leaves no series behind.
public final class VerdictMetrics implements MultiCollector {

  private final Supplier<Snapshot> inventory;
  private final MetricsDetail detail;
  private final Duration checkPeriod;
  private final InstantSource clock;

  /// @param inventory what to export; gives an empty snapshot on a replica that exports no verdicts
  /// @param detail of which images there are series
  /// @param checkPeriod how late a check may be without being overdue
  public VerdictMetrics(
      PrometheusRegistry registry,
      Supplier<Snapshot> inventory,
      MetricsDetail detail,
      Duration checkPeriod,
      InstantSource clock) {
    this.inventory = inventory;
    this.detail = detail;
    this.checkPeriod = checkPeriod;
    this.clock = clock;
    registry.register(this);
  }

  @Override
  public MetricSnapshots collect() {
    Snapshot snapshot = inventory.get();
    List<MetricSnapshot> families = new ArrayList<>();
    List<ContainerVerdict> known =
        ContainerVerdict.all(
            snapshot, state -> detail == MetricsDetail.ALL || state != State.AVAILABLE);
    List<ContainerVerdict> verdicts =
        known.stream().filter(each -> each.state().isPresent()).toList();
    switch (detail) {
      case ALL -> families.addAll(states(verdicts));
      case UNAVAILABLE -> {
        families.addAll(unavailable(verdicts));
        families.add(availableContainers(snapshot));
      }
    }
    families.add(reasons(known));
    ImageTotals totals = ImageTotals.of(snapshot, clock.instant().minus(checkPeriod));
    families.add(totals.images());
    families.add(totals.lastChecks(detail));
    families.add(totals.overdue());
    return new MetricSnapshots(families);
  }

  private static List<MetricSnapshot> states(List<ContainerVerdict> verdicts) {
    // The points with value 0 are shared by all families: a large cluster has many containers.
    List<GaugeDataPointSnapshot> zeros =
        verdicts.stream().map(verdict -> Families.point(0, verdict.labels())).toList();
    List<MetricSnapshot> families = new ArrayList<>();
    for (State state : State.values()) {
      List<GaugeDataPointSnapshot> points = new ArrayList<>(zeros);
      for (int i = 0; i < verdicts.size(); i++) {
        if (verdicts.get(i).is(state)) {
          points.set(i, Families.point(1, verdicts.get(i).labels()));
        }
      }
      families.add(new GaugeSnapshot(metadata(state), points));
    }
    return families;
  }

  private static List<MetricSnapshot> unavailable(List<ContainerVerdict> verdicts) {
    Map<State, List<GaugeDataPointSnapshot>> points =
        verdicts.stream()
            .collect(
                Collectors.groupingBy(
                    verdict -> verdict.state().orElseThrow(),
                    Collectors.mapping(
                        verdict -> Families.point(1, verdict.labels()), Collectors.toList())));
    List<MetricSnapshot> families = new ArrayList<>();
    for (State state : State.values()) {
      families.add(new GaugeSnapshot(metadata(state), points.getOrDefault(state, List.of())));
    }
    return families;
  }

  private static GaugeSnapshot availableContainers(Snapshot snapshot) {
    Map<String, Long> counts = new TreeMap<>();
    for (Workload workload : snapshot.workloads()) {
      long available =
          workload.images().stream()
              .map(image -> snapshot.status(workload, image).state())
              .filter(state -> state.filter(State.AVAILABLE::equals).isPresent())
              .count();
      counts.merge(workload.id().namespace(), available, Long::sum);
    }
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    counts.forEach(
        (namespace, count) -> points.add(Families.point(count, Labels.of("namespace", namespace))));
    return Families.gauge("available_containers", "Containers whose image can be pulled.", points);
  }

  private static GaugeSnapshot reasons(List<ContainerVerdict> verdicts) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (ContainerVerdict verdict : verdicts) {
      verdict
          .reason()
          .ifPresent(
              reason ->
                  points.add(Families.point(1, verdict.labels().add("reason", reason.word()))));
    }
    return Families.gauge(
        "reason", "Why the image is not available, or not checked yet: 1 for the reason.", points);
  }

  private static MetricMetadata metadata(State state) {
    String help =
        switch (state) {
          case AVAILABLE -> "The image can be pulled.";
          case UNKNOWN_ERROR -> "The image could not be verified for another reason.";
          case REGISTRY_UNAVAILABLE -> "The image's registry cannot be asked.";
          case AUTHORIZATION_FAILURE -> "The credentials may not pull the image.";
          case AUTHENTICATION_FAILURE -> "The registry does not accept the credentials.";
          case BAD_IMAGE_FORMAT -> "The image's name is not valid.";
          case ABSENT -> "The image is not in its registry.";
        };
    return new MetricMetadata(MetricName.of(state.word()), help);
  }
}
