package io.pullcheck.checker;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.PullStatus;
import java.time.Duration;
import java.time.Instant;

/// When a pull is checked next, and how old a shared verdict may be to serve instead. Pure.
///
/// @param checkPeriod how often due pulls are taken from the queue
/// @param checkInterval how old an available verdict may get
/// @param failedCheckInterval how old every other verdict may get
public record Schedule(Duration checkPeriod, Duration checkInterval, Duration failedCheckInterval) {

  /// How long after a first denial an image is looked at again before the denial is believed.
  static final Duration SECOND_LOOK = Duration.ofSeconds(5);

  private static final double JITTER = 0.1;

  public Schedule {
    requirePositive("check period", checkPeriod);
    requirePositive("check interval", checkInterval);
    requirePositive("failed check interval", failedCheckInterval);
  }

  private static void requirePositive(String what, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(what + " must be positive: " + duration);
    }
  }

  /// When the pull is due after a check.
  ///
  /// @param status what is known of it now
  /// @param checked what the check said
  /// @param seed pulls with the same one stay together: their intervals are stretched or shortened
  ///   alike, by at most a tenth, so that the load of a restart spreads out
  Instant next(PullStatus status, CheckedVerdict checked, String seed) {
    if (checked.verdict() instanceof Verdict.Inconclusive kept) {
      return checked.at().plus(kept.retryAfter());
    }
    if (status.firstDenialAt().isPresent()) {
      return checked.at().plus(SECOND_LOOK);
    }
    boolean available = status.state().orElseThrow() == State.AVAILABLE;
    return checked.at().plus(jittered(available ? checkInterval : failedCheckInterval, seed));
  }

  /// How old a verdict of an equal attempt may be. Half of the interval, so that of several pulls
  /// that come due at about the same time only the first costs a request; a second look must be
  /// newer than the first.
  Freshness freshness(PullStatus status, Instant now) {
    if (status.firstDenialAt().isPresent()) {
      Duration since = Duration.between(status.firstDenialAt().get(), now);
      Duration limit = since.isNegative() ? Duration.ZERO : since;
      return new Freshness(limit, limit);
    }
    return new Freshness(checkInterval.dividedBy(2), failedCheckInterval.dividedBy(2));
  }

  private static Duration jittered(Duration interval, String seed) {
    // Fibonacci hashing spreads similar names evenly over the whole range of int.
    int spread = seed.hashCode() * 0x9E3779B9;
    double fraction = JITTER * spread / Integer.MIN_VALUE;
    return interval.plusNanos(Math.round(interval.toNanos() * fraction));
  }
}
