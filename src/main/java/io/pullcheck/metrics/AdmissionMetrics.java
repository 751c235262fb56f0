package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.admission.AdmissionObserver;
import io.pullcheck.model.Reason;
import java.time.Duration;

/// What the admission webhook does: reviews, warnings, denials, missed deadlines.
public final class AdmissionMetrics implements AdmissionObserver {

  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5
  };

  private final Counter reviews;
  private final Histogram duration;
  private final Counter warnings;
  private final Counter denials;
  private final Counter deadlines;
  private final Counter unknownModes;

  public AdmissionMetrics(PrometheusRegistry registry) {
    reviews =
        Counter.builder()
            .name(MetricName.of("admission_reviews_total"))
            .help("Admission reviews answered.")
            .labelNames("kind", "operation")
            .register(registry);
    duration =
        Histogram.builder()
            .name(MetricName.of("admission_duration_seconds"))
            .help("How long admission reviews took.")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    warnings =
        Counter.builder()
            .name(MetricName.of("admission_warnings_total"))
            .help("Images that a review warned of, by why.")
            .labelNames("reason")
            .register(registry);
    denials =
        Counter.builder()
            .name(MetricName.of("admission_denials_total"))
            .help(
                "Objects that deny mode refused, by why; of several images the first one's reason.")
            .labelNames("reason")
            .register(registry);
    deadlines =
        Counter.builder()
            .name(MetricName.of("admission_deadline_exceeded_total"))
            .help("Reviews answered before every image was verified.")
            .register(registry);
    unknownModes =
        Counter.builder()
            .name(MetricName.of("admission_mode_unknown_total"))
            .help("Reviews that only warned because the namespace's mode was not known in time.")
            .register(registry);
  }

  @Override
  public void reviewed(String kind, String operation, Duration took) {
    reviews.labelValues(kind, operation).inc();
    duration.observe(took.toNanos() / 1e9);
  }

  @Override
  public void warned(Reason reason) {
    warnings.labelValues(reason.word()).inc();
  }

  @Override
  public void denied(Reason reason) {
    denials.labelValues(reason.word()).inc();
  }

  @Override
  public void deadlineExceeded() {
    deadlines.inc();
  }

  @Override
  public void modeUnknown() {
    unknownModes.inc();
  }
}
