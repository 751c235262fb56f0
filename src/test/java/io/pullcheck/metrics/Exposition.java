package io.pullcheck.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.verdict.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a scrape reads.
final class Exposition {

  private Exposition() {}

  static String text(PrometheusRegistry registry) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape(), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  static String text(InventoryFamilies families, Snapshot snapshot) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new InventoryMetrics(() -> snapshot, List.of(families)).write(out, _ -> true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sorted(out.toString(StandardCharsets.UTF_8));
  }

  /// The series of each family in the order of their labels: no order is promised.
  private static String sorted(String text) {
    return text
        .lines()
        .collect(
            Collectors.groupingBy(
                line -> line.replaceFirst("^# [A-Z]+ ", "").replaceFirst("[{ ].*", ""),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .stream()
        .flatMap(
            family -> Stream.concat(family.stream().limit(2), family.stream().skip(2).sorted()))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  static String openMetrics(PrometheusRegistry registry) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      OpenMetricsTextFormatWriter.create().write(out, registry.scrape(), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
