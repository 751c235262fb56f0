package io.pullcheck.checker;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.PullStatus;
import java.time.Duration;
import java.time.Instant;

/// When a pull is checked next, and how old a shared verdict may be to serve in place of the check.
/// Pure.
///
/// @param checkPeriod how often due pulls are taken from the queue: `--check-period`
/// @param checkInterval how old a verdict that the image is available may get: `--check-interval`
/// @param failedCheckInterval the same for any other verdict: `--failed-check-interval`
public record Schedule(Duration checkPeriod, Duration checkInterval, Duration failedCheckInterval) {

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
  /// A pull that is due waits for the next look at the queue: it is due by a check period before
  /// the interval is over. And by up to a tenth earlier still, so that pulls which were all checked
  /// at a restart do not come due together for ever. Though not before half of the interval: until
  /// then its own verdict is fresh enough to serve in place of the check.
  ///
  /// @param status what is known of the pull, this check included
  /// @param checked what the check has found
  /// @param seed decides by how much earlier; pulls with the same seed stay together
  Instant next(PullStatus status, CheckedVerdict checked, String seed) {
    if (checked.verdict() instanceof Verdict.Inconclusive inconclusive) {
      return checked.at().plus(inconclusive.retryAfter());
    }
    boolean available = status.state().orElseThrow() == State.AVAILABLE;
    return status
        .secondLook()
        .orElseGet(
            () -> checked.at().plus(within(available ? checkInterval : failedCheckInterval, seed)));
  }

  /// How old a verdict of an equal attempt may be to serve in place of a check: half of the
  /// interval, so that of several pulls that come due at about the same time only the first costs a
  /// request. For a second look, it must not come from before its time.
  ///
  /// @param newerThan since when somebody waits for the check; [Instant#MIN] if nobody does
  Freshness freshness(PullStatus status, Instant now, Instant newerThan) {
    // One of just that time serves, too: what is asked for must be newer than `oldest`.
    Instant oldest =
        status
            .secondLook()
            .map(look -> look.minusNanos(1))
            .filter(newerThan::isBefore)
            .orElse(newerThan);
    Duration since = Duration.between(oldest, now);
    Duration limit = since.isNegative() ? Duration.ZERO : since;
    return status.firstDenialAt().isPresent()
        ? new Freshness(limit, limit)
        : new Freshness(
            shorter(limit, checkInterval.dividedBy(2)),
            shorter(limit, failedCheckInterval.dividedBy(2)));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Duration within(Duration interval, String seed) {
    Duration half = interval.dividedBy(2);
    Duration latest = interval.minus(shorter(checkPeriod, half));
    // Fibonacci hashing spreads similar names evenly over the whole range of int.
    long spread = Integer.toUnsignedLong(seed.hashCode() * 0x9E3779B9);
    double fraction = JITTER * spread / (1L << Integer.SIZE);
    Duration earlier = Duration.ofNanos(Math.round(latest.toNanos() * fraction));
    return latest.minus(shorter(earlier, latest.minus(half)));
  }
}
