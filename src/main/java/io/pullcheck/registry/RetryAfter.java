package io.pullcheck.registry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a registry asks to be left alone: seconds, an HTTP date, or a Go duration (some
/// registries print theirs).
final class RetryAfter {

  static final Duration LEAST = Duration.ofSeconds(1);
  static final Duration MOST = Duration.ofHours(6);
  private static final Duration UNSAID = Duration.ofSeconds(30);

  private static final Pattern GO_PART =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,12})?)(ns|us|µs|ms|s|m|h)");

  private RetryAfter() {}

  /// Between one second and six hours; half a minute if the header is missing or cannot be read.
  static Duration of(Optional<String> header, Instant now) {
    Duration wait = header.map(String::strip).flatMap(text -> parse(text, now)).orElse(UNSAID);
    return wait.compareTo(LEAST) < 0 ? LEAST : wait.compareTo(MOST) > 0 ? MOST : wait;
  }

  private static Optional<Duration> parse(String text, Instant now) {
    if (text.matches("[0-9]{1,18}")) {
      return Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(text), MOST.toSeconds())));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(now, date));
    } catch (DateTimeException e) {
      return goDuration(text);
    }
  }

  private static Optional<Duration> goDuration(String text) {
    Matcher part = GO_PART.matcher(text);
    double seconds = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      seconds += Double.parseDouble(part.group(1)) * unit(part.group(2));
      end = part.end();
    }
    return end == 0 || end != text.length()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) Math.min(seconds * 1000, (double) MOST.toMillis())));
  }

  private static double unit(String name) {
    return switch (name) {
      case "ns" -> 1e-9;
      case "us", "µs" -> 1e-6;
      case "ms" -> 1e-3;
      case "m" -> 60;
      case "h" -> 3600;
      default -> 1;
    };
  }
}
