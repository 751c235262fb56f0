package io.pullcheck.registry.limit;

import io.pullcheck.config.GoDuration;
import io.pullcheck.registry.http.Reply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// How long a registry asks to be left alone: seconds, an HTTP date, or a Go duration (some
/// registries print theirs).
public final class RetryAfter {

  static final Duration LEAST = Duration.ofSeconds(1);
  static final Duration MOST = Duration.ofHours(6);
  private static final Duration UNSAID = Duration.ofSeconds(30);

  private RetryAfter() {}

  /// Between one second and six hours; half a minute if the header is missing or cannot be read.
  public static Duration of(Optional<String> header, Instant now) {
    Duration wait = header.map(String::strip).flatMap(text -> parse(text, now)).orElse(UNSAID);
    return wait.compareTo(LEAST) < 0 ? LEAST : wait.compareTo(MOST) > 0 ? MOST : wait;
  }

  /// How long a registry in trouble (row 5 of the classification table) asks to be left alone;
  /// nothing if it does not.
  public static Optional<Duration> ofTrouble(Reply.Response response, Instant now) {
    boolean trouble = response.status() >= 500 || response.status() == 408;
    Optional<String> header = response.header("retry-after").filter(_ -> trouble);
    return header.map(_ -> of(header, now));
  }

  private static Optional<Duration> parse(String text, Instant now) {
    if (text.matches("[0-9]{1,18}")) {
      return Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(text), MOST.toSeconds())));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(now, date));
    } catch (DateTimeException e) {
      return GoDuration.read(text);
    }
  }
}
