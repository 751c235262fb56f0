package io.pullcheck.scan;

import io.pullcheck.registry.limit.HostGateStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One line that says how far a scan is, how fast, and what it waits for.
///
/// @param width of the terminal, in columns
public record ProgressLine(int width) {

  private static final int BAR = 20;
  private static final double SECOND = 1e9;

  /// The line for this moment.
  ///
  /// @param gates the state of each registry host that has been asked
  /// @param since how long the scan has taken so far
  public String of(Scan.Progress progress, Map<String, HostGateStatus> gates, Duration since) {
    int filled = progress.all() == 0 ? BAR : BAR * progress.done() / progress.all();
    double seconds = Math.max(0.001, since.toNanos() / SECOND);
    String line =
        "[%s%s] %d/%d  %.0f/s"
            .formatted(
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                progress.done(),
                progress.all(),
                progress.done() / seconds);
    String waits = waitsFor(progress, gates).map(each -> "  " + each).orElse("");
    String whole = line + waits;
    return whole.length() < width ? whole : whole.substring(0, Math.max(0, width - 1));
  }

  // The host with the most images left holds up the scan.
  private static Optional<String> waitsFor(
      Scan.Progress progress, Map<String, HostGateStatus> gates) {
    return progress.left().entrySet().stream()
        .filter(each -> !each.getKey().isEmpty())
        .max(Map.Entry.comparingByValue())
        .map(each -> waitsFor(each.getKey(), each.getValue(), gates.get(each.getKey())));
  }

  private static String rate(double requestsPerSecond) {
    return requestsPerSecond >= 10 || requestsPerSecond == Math.rint(requestsPerSecond)
        ? "%.0f".formatted(requestsPerSecond)
        : "%.1f".formatted(requestsPerSecond);
  }

  private static String waitsFor(String host, int left, @Nullable HostGateStatus gate) {
    if (gate != null && !gate.paused().isZero()) {
      return "%s: asked for a pause, %d left, %d s"
          .formatted(host, left, gate.paused().toSeconds() + 1);
    }
    if (gate != null && gate.circuitOpen()) {
      return "%s: does not answer, %d left".formatted(host, left);
    }
    if (gate == null || !Double.isFinite(gate.requestsPerSecond())) {
      return "%s: %d left".formatted(host, left);
    }
    return "%s: %s/s limit, %d left, %.0f s"
        .formatted(
            host, rate(gate.requestsPerSecond()), left, Math.ceil(left / gate.requestsPerSecond()));
  }
}
