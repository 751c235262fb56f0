package io.pullcheck.replica;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;

/// This cluster's turns at registries, as the fleet's budget gives them. A store that has none for
/// a whole check interval is not believed for the next one: it may have been tampered with, and
/// this cluster's own limits are in force all the same. Safe for use by many threads.
///
/// @param longest a turn that is farther away is not taken
/// @param interval `--check-interval`
record Turns(
    FleetBudget budget, Duration longest, Duration interval, Cache<String, Instant> withoutSince) {

  // Whoever may create a workload chooses the registries.
  private static final int MOST = 10_000;

  Turns(FleetBudget budget, Duration longest, Duration interval) {
    this(budget, longest, interval, Caffeine.newBuilder().maximumSize(MOST).build());
  }

  /// How long until the next turn; it was only taken if that is not longer than `longest`.
  Duration next(String account, double perSecond, Instant now) {
    Duration wait = budget.turn(account, perSecond, longest).orElse(Duration.ZERO);
    if (wait.compareTo(longest) <= 0) {
      withoutSince.invalidate(account);
      return wait;
    }
    Duration without = Duration.between(withoutSince.get(account, _ -> now), now);
    if (without.compareTo(interval.multipliedBy(2)) > 0) {
      withoutSince.invalidate(account);
    }
    boolean believed = without.compareTo(interval) <= 0;
    return believed ? wait : Duration.ZERO;
  }
}
