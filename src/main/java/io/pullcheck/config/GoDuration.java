package io.pullcheck.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A duration in the notation of Go's `time.ParseDuration`, so that values of a Go program's flags
/// work here too: `1m0s`, `1.5h`, `300ms`.
public record GoDuration(Duration value) {

  private static final int LONGEST_TEXT = 100;
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
    long nanos = 0;
    int end = 0;
    try {
      while (unsigned.length() <= LONGEST_TEXT && part.find() && part.start() == end) {
        nanos = Math.addExact(nanos, nanos(part.group(1), NANOS.getOrDefault(part.group(2), 0L)));
        end = part.end();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // More than 292 years: Go's own limit.
      return Optional.empty();
    }
    if (end == 0 || end != unsigned.length()) {
      return Optional.empty();
    }
    Duration duration = Duration.ofNanos(nanos);
    return Optional.of(negative ? duration.negated() : duration);
  }

  private static long nanos(String number, long unit) {
    int point = number.indexOf('.');
    String whole = point < 0 ? number : number.substring(0, point);
    long nanos = whole.isEmpty() ? 0 : Math.multiplyExact(Long.parseLong(whole), unit);
    return point < 0 ? nanos : Math.addExact(nanos, fraction(number.substring(point + 1), unit));
  }

  // By doubles, as Go does it. (The JDK's decimals take each start a thirtieth of a second.)
  private static long fraction(String digits, long unit) {
    long read = 0;
    double scale = 1;
    for (int i = 0; i < digits.length() && read <= Long.MAX_VALUE / 10; i++) {
      long next = read * 10 + digits.charAt(i) - '0';
      if (next < 0) {
        break;
      }
      read = next;
      scale *= 10;
    }
    return (long) (read * (unit / scale));
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
    int seconds = value.toSecondsPart();
    int nanos = value.toNanosPart();
    if (seconds != 0 || nanos != 0 || text.isEmpty()) {
      text.append(seconds).append(decimals(nanos)).append('s');
    }
    return text.toString();
  }

  private static String decimals(int nanos) {
    return nanos == 0
        ? ""
        : "." + Integer.toString(1_000_000_000 + nanos).substring(1).replaceFirst("0+$", "");
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(count).append(unit);
    }
  }
}
