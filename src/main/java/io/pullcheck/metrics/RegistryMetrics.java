package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What goes on between us and the registries.
public final class RegistryMetrics {

  private static final double[] SECONDS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30
  };

  private final RegistryLabels labels = new RegistryLabels();
  private final Counter requests;
  private final Histogram checks;

  /// @param paused for each host that was asked so far, whether it is left alone for now
  public RegistryMetrics(PrometheusRegistry registry, Supplier<Map<String, Boolean>> paused) {
    requests =
        Counter.builder()
            .name(MetricName.of("registry_requests_total"))
            .help("Requests to registries and their token servers, by how they were answered.")
            .labelNames("registry", "code")
            .register(registry);
    checks =
        Histogram.builder()
            .name(MetricName.of("check_duration_seconds"))
            .help("How long checks of an image took, once they were let in.")
            .labelNames("registry")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    GaugeWithCallback.builder()
        .name(MetricName.of("registry_paused"))
        .help("1 while a registry is left alone because it asked for that or does not answer.")
        .labelNames("registry")
        .callback(callback -> byLabel(paused.get()).forEach((host, on) -> callback.call(on, host)))
        .register(registry);
  }

  /// A request was answered, or was not.
  ///
  /// @param host of the registry for which it was made
  /// @param code the HTTP status, or a word of a fixed vocabulary where there is none
  public void requestDone(String host, String code) {
    requests.labelValues(labels.label(host), code).inc();
  }

  /// A check has a verdict.
  public void checkDone(String host, Duration took) {
    checks.labelValues(labels.label(host)).observe(took.toNanos() / 1e9);
  }

  private Map<String, Double> byLabel(Map<String, Boolean> paused) {
    Map<String, Double> values = new TreeMap<>();
    paused.forEach((host, on) -> values.merge(labels.label(host), on ? 1.0 : 0.0, Math::max));
    return values;
  }
}
