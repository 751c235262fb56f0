package io.pullcheck.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A duration in the notation of Go's `time.ParseDuration`, so that values of a Go program's flags
/// work here too: `1m0s`, `1.5h`, `300ms`.
public record GoDuration(Duration value) {

  private static final int LONGEST_TEXT = 100;
  // Go's own limit in nanoseconds, about 292 years.
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Pattern PART =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /// Reads a duration, which may be negative; nothing if the text is not one.
  public static Optional<Duration> read(String text) {
    boolean negative = text.startsWith("-");
    String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
    if (unsigned.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher part = PART.matcher(unsigned);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (unsigned.length() <= LONGEST_TEXT && part.find() && part.start() == end) {
      BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
      end = part.end();
    }
    if (end == 0 || end != unsigned.length() || nanos.compareTo(LONGEST) > 0) {
      return Optional.empty();
    }
    Duration duration = Duration.ofNanos(nanos.longValue());
    return Optional.of(negative ? duration.negated() : duration);
  }

  /// Reads a duration without a sign.
  ///
  /// @throws UsageError if the text is not one
  public static GoDuration parse(String text) {
    return read(text)
        .filter(_ -> !text.startsWith("-") && !text.startsWith("+"))
        .map(GoDuration::new)
        .orElseThrow(
            () ->
                UsageError.value(
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
