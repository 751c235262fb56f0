package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/// What a fleet's verdict store is asked, and what comes of it.
public final class StoreMetrics {

  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25
  };

  /// Where a verdict came from.
  public enum Source {
    /// The store had it.
    STORE,
    /// Another replica or cluster was checking, and published it.
    AWAITED,
    /// An own check, which the store had no verdict for.
    CHECK,
    /// An own check because another cluster says that the image is not available.
    CONFIRMATION,
    /// An own check to see whether this cluster reaches the registry.
    CANARY,
    /// An own check because the store did not answer.
    ALONE,
    /// None: the fleet's budget for the registry is used up for now.
    BUDGET
  }

  /// Why a value in the store was not taken.
  public enum Refusal {
    /// It was not signed for its place with the fleet key, or says nothing that is known.
    SIGNATURE,
    /// It is dated in the future.
    FUTURE
  }

  /// What the store is asked to do.
  public enum Operation {
    READ,
    CLAIM,
    PUBLISH,
    BUDGET
  }

  /// What comes of it.
  public enum Outcome {
    OK,
    /// No answer in time.
    TIMEOUT,
    /// It says that it cannot, or the connection is lost.
    ERROR
  }

  private final Counter answers;
  private final Counter refused;
  private final Counter requests;
  private final Histogram duration;

  /// @param up whether the store is used now; called at each scrape
  public StoreMetrics(PrometheusRegistry registry, BooleanSupplier up) {
    answers =
        Counter.builder()
            .name(MetricName.of("verdict_store_verdicts_total"))
            .help("Verdicts that were asked of the fleet, by where they came from.")
            .labelNames("source")
            .register(registry);
    refused =
        Counter.builder()
            .name(MetricName.of("verdict_store_values_refused_total"))
            .help("Values in the verdict store that were not taken, by why.")
            .labelNames("why")
            .register(registry);
    requests =
        Counter.builder()
            .name(MetricName.of("verdict_store_requests_total"))
            .help("What the verdict store was asked, by what came of it.")
            .labelNames("operation", "outcome")
            .register(registry);
    duration =
        Histogram.builder()
            .name(MetricName.of("verdict_store_request_duration_seconds"))
            .help("How long the verdict store took to answer.")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    GaugeWithCallback.builder()
        .name(MetricName.of("verdict_store_up"))
        .help("1 while the verdict store is used; 0 while checks go on without it.")
        .callback(callback -> callback.call(up.getAsBoolean() ? 1 : 0))
        .register(registry);
    for (Refusal each : Refusal.values()) {
      refused.initLabelValues(word(each));
    }
  }

  /// A verdict was asked for.
  public void answered(Source source) {
    answers.labelValues(word(source)).inc();
  }

  /// A value was not taken.
  public void refused(Refusal why) {
    refused.labelValues(word(why)).inc();
  }

  /// The store was asked something.
  public void asked(Operation operation, Outcome outcome, Duration took) {
    requests.labelValues(word(operation), word(outcome)).inc();
    duration.observe(took.toNanos() / 1e9);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
