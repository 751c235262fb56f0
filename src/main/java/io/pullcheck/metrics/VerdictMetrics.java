package io.pullcheck.metrics;

import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.State;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The verdicts: the seven gauges of k8s-image-availability-exporter, and those that we add.
public final class VerdictMetrics implements InventoryFamilies {

  private final MetricsDetail detail;
  private final Duration checkPeriod;
  private final InstantSource clock;

  /// @param detail of which images there are series
  /// @param checkPeriod how late a check may be without being overdue
  public VerdictMetrics(MetricsDetail detail, Duration checkPeriod, InstantSource clock) {
    this.detail = detail;
    this.checkPeriod = checkPeriod;
    this.clock = clock;
  }

  @Override
  public void write(Snapshot snapshot, GaugeText out) throws IOException {
    Collection<ContainerVerdict> known =
        ContainerVerdict.all(
            snapshot, state -> detail == MetricsDetail.ALL || state != State.AVAILABLE);
    List<ContainerVerdict> checked =
        known.stream().filter(verdict -> verdict.state().isPresent()).toList();
    for (State state : State.values()) {
      out.write(
          state.word(),
          help(state),
          detail == MetricsDetail.ALL ? checked : only(state, checked),
          ContainerVerdict::labels,
          verdict -> verdict.is(state) ? 1 : 0);
    }
    if (detail == MetricsDetail.UNAVAILABLE) {
      out.write(
          "available_containers",
          "Containers whose image can be pulled.",
          availableContainers(snapshot));
    }
    out.write(
        "reason",
        "Why the image is not available, or not checked yet: 1 for the reason.",
        known.stream().filter(verdict -> verdict.reason().isPresent()).toList(),
        verdict -> verdict.labels().with("reason", verdict.reason().orElseThrow().word()),
        _ -> 1);
    ImageTotals.of(snapshot, clock.instant().minus(checkPeriod)).write(detail, out);
  }

  private static List<ContainerVerdict> only(State state, List<ContainerVerdict> verdicts) {
    return verdicts.stream().filter(verdict -> verdict.is(state)).toList();
  }

  private static Map<LabelPairs, Long> availableContainers(Snapshot snapshot) {
    Map<String, Long> counts = new TreeMap<>();
    for (Workload workload : snapshot.workloads()) {
      long available =
          workload.images().stream()
              .map(image -> snapshot.status(workload, image).state())
              .filter(state -> state.filter(State.AVAILABLE::equals).isPresent())
              .count();
      counts.merge(workload.id().namespace(), available, Long::sum);
    }
    Map<LabelPairs, Long> points = new TreeMap<>();
    counts.forEach((namespace, count) -> points.put(LabelPairs.of("namespace", namespace), count));
    return points;
  }

  private static String help(State state) {
    return switch (state) {
      case AVAILABLE -> "The image can be pulled.";
      case UNKNOWN_ERROR -> "The image could not be verified for another reason.";
      case REGISTRY_UNAVAILABLE -> "The image's registry cannot be asked.";
      case AUTHORIZATION_FAILURE -> "The credentials may not pull the image.";
      case AUTHENTICATION_FAILURE -> "The registry does not accept the credentials.";
      case BAD_IMAGE_FORMAT -> "The image's name is not valid.";
      case ABSENT -> "The image is not in its registry.";
    };
  }
}
