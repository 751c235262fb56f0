package io.pullcheck.cli;

import io.pullcheck.config.GoDuration;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.UsageError;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Flags of `scan` for how long and how fast registries are asked.
final class ScanLimitFlags {

  private static final int MOST_AT_A_TIME = 1000;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "How long a registry that limits requests or fails is waited for after its last answer; 0s: not at all.")
  private GoDuration timeout = GoDuration.parse("5m");

  @Option(
      names = "--check-timeout",
      paramLabel = "DURATION",
      description = "The longest that one check may take.")
  private GoDuration checkTimeout = GoDuration.parse("15s");

  @Option(
      names = "--requests-per-second",
      paramLabel = "NUMBER",
      description =
          "For each registry; 0: no limit. Default: as in serve, but no limit for registries at private or loopback addresses.")
  private @Nullable Double requestsPerSecond;

  @Option(
      names = "--concurrency",
      paramLabel = "NUMBER",
      description = "Requests at a time, for each registry. Default: as in serve.")
  private @Nullable Integer concurrency;

  Duration timeout() {
    return timeout.value();
  }

  Duration checkTimeout() {
    if (!checkTimeout.value().isPositive()) {
      throw UsageError.value(checkTimeout.toString(), "is too short", "more than 0s")
          .at("--check-timeout");
    }
    return checkTimeout.value();
  }

  RegistrySettings.Limits limits() {
    if (requestsPerSecond != null
        && (!Double.isFinite(requestsPerSecond) || requestsPerSecond < 0)) {
      throw UsageError.value(requestsPerSecond.toString(), "is no rate", "0 or more; 0: no limit")
          .at("--requests-per-second");
    }
    if (concurrency != null && (concurrency < 1 || concurrency > MOST_AT_A_TIME)) {
      throw UsageError.value(concurrency.toString(), "is no number of requests", "1 to 1000")
          .at("--concurrency");
    }
    return new RegistrySettings.Limits(
        Optional.ofNullable(requestsPerSecond), Optional.ofNullable(concurrency));
  }

  /// Whether the user has set no rate.
  boolean ownRate() {
    return requestsPerSecond == null;
  }
}
