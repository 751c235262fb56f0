package io.pullcheck.cli;

import io.pullcheck.config.GoDuration;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import java.time.Duration;
import picocli.CommandLine.Option;

/// Flags for the times of the checks.
final class CheckFlags {

  private static final GoDuration SHORTEST = GoDuration.parse("1s");
  private static final GoDuration SHORTEST_PERIOD = GoDuration.parse("100ms");

  @Option(
      names = "--check-period",
      paramLabel = "DURATION",
      description = "How often due images are taken from the priority queue.")
  private GoDuration period = GoDuration.parse("15s");

  @Option(
      names = "--check-interval",
      paramLabel = "DURATION",
      description = "How old an 'available' verdict may get before the image is due again.")
  private GoDuration interval = GoDuration.parse("5m");

  @Option(
      names = "--failed-check-interval",
      paramLabel = "DURATION",
      description = "How old any other verdict may get.")
  private GoDuration failedInterval = GoDuration.parse("1m");

  @Option(
      names = "--check-timeout",
      paramLabel = "DURATION",
      description = "The longest that one check may take.")
  private GoDuration timeout = GoDuration.parse("15s");

  ServeConfig.Checks config() {
    return new ServeConfig.Checks(
        atLeast(SHORTEST_PERIOD, "--check-period", period),
        atLeast(SHORTEST, "--check-interval", interval),
        atLeast(SHORTEST, "--failed-check-interval", failedInterval),
        atLeast(SHORTEST, "--check-timeout", timeout));
  }

  private static Duration atLeast(GoDuration least, String flag, GoDuration duration) {
    if (duration.value().compareTo(least.value()) < 0) {
      throw UsageError.value(duration.toString(), "is too short", least + " or more").at(flag);
    }
    return duration.value();
  }
}
