package io.pullcheck.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// Writes families of gauges in Prometheus' text format. For gauges that is OpenMetrics as well.
///
/// The library for metrics sorts and compares the labels of each family anew: with the seven gauges
/// of 200,000 containers a scrape took longer than Prometheus waits. Here a series costs no more
/// than its bytes.
public final class GaugeText {

  private static final byte[] ZERO = " 0.0\n".getBytes(US_ASCII);
  private static final byte[] ONE = " 1.0\n".getBytes(US_ASCII);

  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final Predicate<String> wanted;
  // A buffered stream takes a lock for each of a line's three parts.
  private final byte[] buffer = new byte[BUFFER];
  private int used;

  /// @param wanted by their whole name, which families are asked for
  GaugeText(OutputStream out, Predicate<String> wanted) {
    this.out = out;
    this.wanted = wanted;
  }

  /// Writes one family, or nothing if it has no points.
  ///
  /// @param name without the prefix that all share
  /// @param help one line without backslashes
  /// @param labels of a point; no two may have the same
  <T> void write(
      String name,
      String help,
      Iterable<T> points,
      Function<T, LabelPairs> labels,
      ToDoubleFunction<T> value)
      throws IOException {
    String full = MetricName.of(name);
    if (!wanted.test(full)) {
      return;
    }
    byte[] start = full.getBytes(US_ASCII);
    boolean first = true;
    for (T point : points) {
      if (first) {
        String head = "# HELP " + full + " " + help + "\n# TYPE " + full + " gauge\n";
        put(head.getBytes(US_ASCII));
        first = false;
      }
      put(start);
      put(labels.apply(point).text());
      put(text(value.applyAsDouble(point)));
    }
  }

  /// Writes one family, or nothing if it has no points.
  void write(String name, String help, Map<LabelPairs, ? extends Number> points)
      throws IOException {
    write(
        name, help, points.entrySet(), Map.Entry::getKey, point -> point.getValue().doubleValue());
  }

  void flush() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }

  private void put(byte[] bytes) throws IOException {
    if (bytes.length > BUFFER - used) {
      flush();
    }
    if (bytes.length > BUFFER) {
      out.write(bytes);
    } else {
      System.arraycopy(bytes, 0, buffer, used, bytes.length);
      used += bytes.length;
    }
  }

  private static byte[] text(double value) {
    if (value == 0) {
      return ZERO;
    }
    return value == 1 ? ONE : (" " + value + "\n").getBytes(US_ASCII);
  }
}
