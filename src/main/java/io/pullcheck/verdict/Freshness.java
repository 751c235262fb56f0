package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.time.Instant;

/// How old a verdict may be to be used in place of a new check.
///
/// @param available the largest age if the image was available
/// @param other the largest age of every other verdict
public record Freshness(Duration available, Duration other) {

  /// Whether the verdict is young enough. One from the future is not: see [CheckedVerdict#isAhead].
  public boolean holdsFor(CheckedVerdict checked, Instant now) {
    Duration limit = checked.verdict() instanceof Verdict.Available ? available : other;
    return checked.at().plus(limit).isAfter(now) && !checked.isAhead(now);
  }
}
