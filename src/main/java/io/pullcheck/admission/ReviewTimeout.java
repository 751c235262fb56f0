package io.pullcheck.admission;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a review may take: by `--webhook-timeout`, or sooner if the API server says that it
/// will not wait so long.
///
/// The API server sends its own timeout as `?timeout=5s`, rounded up to whole seconds (apiserver's
/// `webhook/request.go` and client-go's `rest.Request`), so one second less is safe.
public final class ReviewTimeout {

  private static final Duration LEAST = Duration.ofMillis(200);
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,5})s");

  private final Duration configured;

  /// @param configured `--webhook-timeout`
  public ReviewTimeout(Duration configured) {
    this.configured = configured;
  }

  /// The time for one review.
  ///
  /// @param announced the review's query parameter `timeout`; ignored unless it is in whole seconds
  public Duration within(Optional<String> announced) {
    Duration wanted =
        announced
            .map(SECONDS::matcher)
            .filter(Matcher::matches)
            .map(match -> Duration.ofSeconds(Long.parseLong(match.group(1)) - 1))
            .filter(limit -> limit.compareTo(configured) < 0)
            .orElse(configured);
    return wanted.compareTo(LEAST) < 0 ? LEAST : wanted;
  }
}
