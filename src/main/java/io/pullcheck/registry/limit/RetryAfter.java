package io.pullcheck.registry.limit;

import io.pullcheck.config.GoDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Reads the header Retry-After: whole seconds or an HTTP date (RFC 9110, section 10.2.3), or a Go
/// duration such as `1.16676ms`, which some registries print.
public final class RetryAfter {

  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofHours(6);
  private static final Duration WITHOUT_HEADER = Duration.ofSeconds(30);

  private RetryAfter() {}

  /// The pause asked for, at least 1 second and at most 6 hours; 30 seconds if the header is
  /// missing or cannot be read.
  public static Duration of(Optional<String> header, Instant now) {
    Duration wait =
        header.map(String::strip).flatMap(text -> parse(text, now)).orElse(WITHOUT_HEADER);
    return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  /// The pause that a registry with an error of its own (row 5 of the classification table) asks
  /// for; nothing if it asks for none.
  public static Optional<Duration> ofServerError(int status, Optional<String> header, Instant now) {
    boolean serverError = status >= 500 || status == 408;
    return header.filter(_ -> serverError).map(_ -> of(header, now));
  }

  private static Optional<Duration> parse(String text, Instant now) {
    if (text.matches("[0-9]{1,18}")) {
      return Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST.toSeconds())));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(now, date));
    } catch (DateTimeException e) {
      return GoDuration.read(text);
    }
  }
}
