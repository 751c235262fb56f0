package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The family about what is read of the cluster.
public final class ClusterMetrics {

  private final Counter unreadable;

  public ClusterMetrics(PrometheusRegistry registry) {
    unreadable =
        Counter.builder()
            .name(MetricName.of("unreadable_objects_total"))
            .help("Versions of objects that could not be read and were skipped.")
            .labelNames("kind")
            .register(registry);
  }

  /// Counts an object that is skipped.
  ///
  /// @param kind in lower case: `deployment`
  public void skipped(String kind) {
    unreadable.labelValues(kind).inc();
  }
}
