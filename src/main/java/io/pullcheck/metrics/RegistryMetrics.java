package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.registry.limit.HostGateStatus;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What goes on between us and the registries.
public final class RegistryMetrics {

  private static final double[] SECONDS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30
  };

  private final RegistryLabels labels = new RegistryLabels();
  private final Counter requests;
  private final Histogram checks;

  /// @param gates the state of every host that has been asked
  public RegistryMetrics(PrometheusRegistry registry, Supplier<Map<String, HostGateStatus>> gates) {
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
    gauge(
        registry,
        "registry_paused",
        "1 while a registry is left alone because it asked for that.",
        () -> worst(gates.get(), gate -> gate.paused().isZero() ? 0 : 1, Math::max));
    gauge(
        registry,
        "registry_unresponsive",
        "1 while a registry does not answer and is only probed.",
        () -> worst(gates.get(), gate -> gate.circuitOpen() ? 1 : 0, Math::max));
    gauge(
        registry,
        "registry_request_rate_limit",
        "Requests a second that a registry is sent at most; lower for a while after it said it has had too many.",
        () -> worst(gates.get(), HostGateStatus::requestsPerSecond, Math::min));
  }

  private static void gauge(
      PrometheusRegistry registry, String name, String help, Supplier<Map<String, Double>> values) {
    GaugeWithCallback.builder()
        .name(MetricName.of(name))
        .help(help)
        .labelNames("registry")
        .callback(callback -> values.get().forEach((host, value) -> callback.call(value, host)))
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

  private Map<String, Double> worst(
      Map<String, HostGateStatus> gates,
      ToDoubleFunction<HostGateStatus> value,
      BinaryOperator<Double> worse) {
    Map<String, Double> values = new TreeMap<>();
    gates.forEach(
        (host, gate) -> values.merge(labels.label(host), value.applyAsDouble(gate), worse));
    return values;
  }
}
