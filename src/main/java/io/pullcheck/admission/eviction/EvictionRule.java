package io.pullcheck.admission.eviction;

import io.pullcheck.admission.Evictions.Outcome;
import io.pullcheck.admission.Finding;
import io.pullcheck.admission.ImageFindings.Found;
import io.pullcheck.config.EvictionMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rule that decides about an eviction, by what is known. No I/O.
///
/// @param hold for how long after its first refusal a pod is refused
record EvictionRule(Duration hold) {

  /// How far a pod may be held.
  enum Hold {
    /// Somebody may ask for its eviction in earnest, and it runs.
    EARNEST,
    /// Nobody asks in earnest: `kubectl drain --dry-run=server`.
    DRY_RUN,
    /// Nothing of it runs, so that nothing is gained; or its namespace does not want it.
    NEVER
  }

  /// What is said of the images: those that are gone. Only where one of them is gone for certain,
  /// by its registry's own word just now, the pod may be held.
  static Hold limited(Hold wanted, List<Finding> gone) {
    return gone.stream().anyMatch(Finding::definite) ? wanted : Hold.NEVER;
  }

  static Hold wanted(EvictionMode mode, boolean pending, boolean dryRun) {
    if (mode != EvictionMode.HOLD || pending) {
      return Hold.NEVER;
    }
    return dryRun ? Hold.DRY_RUN : Hold.EARNEST;
  }

  /// @param hold see [#limited]
  /// @param first when the pod was refused first, this time included; nothing where that is not
  ///   known
  Outcome of(Found found, List<Finding> gone, Hold hold, Optional<Instant> first, Instant now) {
    if (gone.isEmpty()) {
      return found.whole() ? new Outcome.Allowed() : new Outcome.Unchecked();
    }
    return switch (hold) {
      case NEVER -> new Outcome.Warned(gone);
      case DRY_RUN -> outcome(gone, first.orElse(now), now, true);
      case EARNEST ->
          first.map(since -> outcome(gone, since, now, false)).orElse(new Outcome.Warned(gone));
    };
  }

  private Outcome outcome(List<Finding> gone, Instant since, Instant now, boolean dryRun) {
    Duration left = Duration.between(now, since.plus(hold));
    if (!left.isPositive()) {
      return new Outcome.Released(gone);
    }
    return dryRun ? new Outcome.WouldHold(gone, left) : new Outcome.Held(gone, left);
  }
}
