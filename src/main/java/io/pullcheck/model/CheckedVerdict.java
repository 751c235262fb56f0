package io.pullcheck.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// A verdict and when it was true.
public record CheckedVerdict(Verdict verdict, Instant at) {

  /// By how much the clocks of two replicas may differ. Clocks that NTP keeps differ by
  /// milliseconds; and a verdict that is dated so far ahead stays fresh only so much longer.
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  public CheckedVerdict {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(at, "at");
  }

  /// Whether it is dated after `now` by more than clocks may differ: the clock that it was dated by
  /// was wrong, here or on another replica. It then says nothing about which verdict is newer, and
  /// must not count as fresh, or it would stay in force until that time comes.
  public boolean isAhead(Instant now) {
    return at.isAfter(now.plus(CLOCK_SKEW));
  }
}
