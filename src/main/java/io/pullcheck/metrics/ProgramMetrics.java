package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The families about the program itself: version, process and JVM, log, certificate.
public final class ProgramMetrics {

  private static final String[] VERSION = {"version"};

  private final PrometheusRegistry metrics;
  private final Counter logStatements;

  /// @param cluster what people call it; nothing if nobody has given it a name
  /// @param certificateEnd until when the webhook's certificate is valid; nothing while there is
  ///   none. Called at each scrape
  /// @param heapFullness how much of the heap what lives takes, from 0 to 1. Called at each scrape
  public ProgramMetrics(
      PrometheusRegistry registry,
      String version,
      Optional<String> cluster,
      Supplier<Optional<Instant>> certificateEnd,
      DoubleSupplier heapFullness) {
    metrics = registry;
    logStatements =
        Counter.builder()
            .name(MetricName.of("log_statements_total"))
            .help("Log statements, by level.")
            .labelNames("level")
            .register(registry);
    Gauge.builder()
        .name(MetricName.of("build_info"))
        .help("Always 1; the labels say which version runs, and in which cluster.")
        .labelNames(cluster.isPresent() ? new String[] {"version", "cluster"} : VERSION)
        .register(registry)
        .labelValues(Stream.concat(Stream.of(version), cluster.stream()).toArray(String[]::new))
        .set(1);
    GaugeWithCallback.builder()
        .name(MetricName.of("webhook_certificate_not_after_timestamp_seconds"))
        .help("Until when the webhook's serving certificate is valid.")
        .callback(
            callback ->
                certificateEnd.get().ifPresent(end -> callback.call(end.toEpochMilli() / 1e3)))
        .register(registry);
    GaugeWithCallback.builder()
        .name(MetricName.of("heap_live_ratio"))
        .help("How much of the heap is in use after a collection: above 0.8, raise the limit.")
        .callback(callback -> callback.call(heapFullness.getAsDouble()))
        .register(registry);
    JvmMetrics.builder().register(registry);
  }

  /// Exports how large the answers of `/metrics` are.
  ///
  /// @param lastScrape bytes of the last one; called at each scrape
  public void exportScrapes(LongSupplier lastScrape) {
    GaugeWithCallback.builder()
        .name(MetricName.of("scrape_size_bytes"))
        .help("Bytes of the last scrape before compression.")
        .callback(callback -> callback.call((double) lastScrape.getAsLong()))
        .register(metrics);
  }

  /// Counts a log statement.
  ///
  /// @param level in lower case: `info`, `warn`, `error`
  public void logged(String level) {
    logStatements.labelValues(level).inc();
  }
}
