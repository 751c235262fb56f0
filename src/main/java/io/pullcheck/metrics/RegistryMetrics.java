package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.model.KnownRegistry;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.registry.limit.HostGateStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// The requests to registries, the checks of images, and how each registry's gate stands.
public final class RegistryMetrics implements RegistryObserver {

  private static final double[] SECONDS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30
  };

  private final PrometheusRegistry registry;
  private final RegistryLabels labels;
  private final InstantSource clock;
  private final Map<String, Set<String>> codes = new ConcurrentHashMap<>();
  private final Counter requests;
  private final Histogram checks;

  /// For a program without configured registries.
  public RegistryMetrics(PrometheusRegistry registry) {
    this(registry, _ -> false, InstantSource.system());
  }

  /// @param configured hosts that the user has named; like the known ones, they have a value of the
  ///   label `registry` before others
  public RegistryMetrics(
      PrometheusRegistry registry, Predicate<String> configured, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.labels =
        new RegistryLabels(
            host -> KnownRegistry.isNamed(host) || configured.test(host), this::forget);
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
  }

  /// Begins to export how the gates of the registry hosts stand. To be called once, after the
  /// client that has the gates was made with this observer.
  ///
  /// @param gates by host, those of the hosts that were asked so far; called at each scrape
  public void exportGates(Supplier<Map<String, HostGateStatus>> gates) {
    gauge(
        "registry_paused",
        "1 while a registry is left alone because it asked for that.",
        () -> worst(gates.get(), gate -> gate.paused().isZero() ? 0 : 1, Math::max));
    gauge(
        "registry_paused_until_timestamp_seconds",
        "Until when a registry is left alone because it asked for that; 0 if it is not.",
        () -> worst(gates.get(), this::pausedUntil, Math::max));
    gauge(
        "registry_unresponsive",
        "1 while a registry does not answer and is only probed.",
        () -> worst(gates.get(), gate -> gate.circuitOpen() ? 1 : 0, Math::max));
    gauge(
        "registry_request_rate_limit",
        "Requests a second that a registry is sent at most; lower for a while after it said it has had too many.",
        () -> worst(gates.get(), HostGateStatus::requestsPerSecond, Math::min));
  }

  // In whole seconds, so that the value of one pause stays the same.
  private double pausedUntil(HostGateStatus gate) {
    return gate.paused().isZero()
        ? 0
        : clock.instant().plus(gate.paused()).plusMillis(500).getEpochSecond();
  }

  private void gauge(String name, String help, Supplier<Map<String, Double>> values) {
    GaugeWithCallback.builder()
        .name(MetricName.of(name))
        .help(help)
        .labelNames("registry")
        .callback(callback -> values.get().forEach((host, value) -> callback.call(value, host)))
        .register(registry);
  }

  @Override
  public void requestDone(String host, String code) {
    String label = labels.used(host, clock.instant());
    codes.computeIfAbsent(label, _ -> ConcurrentHashMap.newKeySet()).add(code);
    requests.labelValues(label, code).inc();
  }

  @Override
  public void checkDone(String host, Duration took) {
    checks.labelValues(labels.used(host, clock.instant())).observe(took.toNanos() / 1e9);
  }

  private void forget(String label) {
    codes.getOrDefault(label, Set.of()).forEach(code -> requests.remove(label, code));
    codes.remove(label);
    checks.remove(label);
  }

  // Several hosts may share one label, which then shows the worst of them.
  private Map<String, Double> worst(
      Map<String, HostGateStatus> gates,
      ToDoubleFunction<HostGateStatus> value,
      BinaryOperator<Double> worse) {
    Map<String, Double> values = new TreeMap<>();
    gates.forEach(
        (host, gate) ->
            values.merge(labels.label(host, clock.instant()), value.applyAsDouble(gate), worse));
    return values;
  }
}
