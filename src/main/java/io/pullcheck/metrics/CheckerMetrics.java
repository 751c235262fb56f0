package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.BooleanSupplier;

/// How the checker runs.
public final class CheckerMetrics {

  private final Counter rechecks;

  /// Both suppliers are called at each scrape.
  ///
  /// @param leader whether this replica schedules the checks
  /// @param exports whether it exports the verdicts: the leader does, and a former one while nobody
  ///   leads
  public CheckerMetrics(
      PrometheusRegistry registry, BooleanSupplier leader, BooleanSupplier exports) {
    rechecks =
        Counter.builder()
            .name(MetricName.of("completed_rechecks_total"))
            .help("Check periods in which due images were taken from the queue.")
            .register(registry);
    GaugeWithCallback.builder()
        .name(MetricName.of("leader"))
        .help("1 on the replica that schedules the checks and exports the verdicts.")
        .callback(callback -> callback.call(leader.getAsBoolean() ? 1 : 0))
        .register(registry);
    GaugeWithCallback.builder()
        .name(MetricName.of("former_leader"))
        .help(
            "1 on a replica that led last, cannot reach the API server to go on, and exports the"
                + " verdicts of before.")
        .callback(
            callback -> callback.call(exports.getAsBoolean() && !leader.getAsBoolean() ? 1 : 0))
        .register(registry);
  }

  /// A check period began.
  public void ticked() {
    rechecks.inc();
  }
}
