package io.pullcheck.config;

import io.pullcheck.duration.GoDurations;
import java.math.BigDecimal;
import java.time.Duration;

/// A duration as Go's `time.ParseDuration` reads it, so that the flags of Go programs can be kept:
/// `1m0s`, `1.5h`, `300ms`.
public record GoDuration(Duration value) {

  /// Reads a duration that may not be negative.
  public static GoDuration parse(String text) {
    return GoDurations.parse(text)
        .filter(_ -> !text.startsWith("-") && !text.startsWith("+"))
        .map(GoDuration::new)
        .orElseThrow(
            () ->
                new InvalidValue(
                    text,
                    "is not a duration",
                    "numbers with units ns, us, ms, s, m, h, such as 300ms or 1m30s"));
  }

  /// The shortest text that reads back as the same duration: `5m`, `1m30s`, `1.5s`.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text, value.toHours(), "h");
    append(text, value.toMinutesPart(), "m");
    BigDecimal seconds =
        BigDecimal.valueOf(value.toSecondsPart()).add(BigDecimal.valueOf(value.toNanosPart(), 9));
    if (seconds.signum() != 0 || text.isEmpty()) {
      text.append(seconds.stripTrailingZeros().toPlainString()).append('s');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(count).append(unit);
    }
  }
}
