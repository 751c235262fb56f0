package io.pullcheck.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.notification.Notifications.Result;
import io.pullcheck.notification.Source;
import java.util.List;
import java.util.function.BiConsumer;

/// What came of registries' notifications.
public final class NotificationMetrics implements BiConsumer<Source, Result> {

  private static final List<Result> OF_UNKNOWN =
      List.of(Result.LIMITED, Result.MALFORMED, Result.REFUSED, Result.HANDED_ON, Result.NO_LEADER);
  private static final List<Result> OF_KNOWN =
      List.of(Result.CHECKED, Result.LIMITED, Result.UNUSED, Result.IGNORED);

  private final Counter notifications;

  public NotificationMetrics(PrometheusRegistry registry) {
    notifications =
        Counter.builder()
            .name(MetricName.of("notifications_total"))
            .help("Notifications of registries that were answered, by who sent them and how.")
            .labelNames("source", "result")
            .register(registry);
    for (Source source : Source.values()) {
      (source == Source.UNKNOWN ? OF_UNKNOWN : OF_KNOWN)
          .forEach(result -> notifications.initLabelValues(source.word(), result.word()));
    }
  }

  @Override
  public void accept(Source source, Result result) {
    notifications.labelValues(source.word(), result.word()).inc();
  }
}
