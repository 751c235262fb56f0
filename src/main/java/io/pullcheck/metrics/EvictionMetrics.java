package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.admission.Evictions;
import java.util.function.Consumer;

/// What was answered to those who wanted to evict pods.
public final class EvictionMetrics implements Consumer<Evictions.Outcome> {

  private final Counter evictions;

  public EvictionMetrics(PrometheusRegistry registry) {
    evictions =
        Counter.builder()
            .name(MetricName.of("evictions_total"))
            .help("Evictions of pods that were answered, by how.")
            .labelNames("decision")
            .register(registry);
    Evictions.Outcome.WORDS.forEach(evictions::initLabelValues);
  }

  @Override
  public void accept(Evictions.Outcome outcome) {
    evictions.labelValues(outcome.word()).inc();
  }
}
