package io.pullcheck.replica;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.replica.VerdictStore.Reading.Known;
import io.pullcheck.replica.VerdictStore.Scope;
import io.pullcheck.verdict.Checks.Wanted;
import io.pullcheck.verdict.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is believed of a fleet's verdicts. Pure.
///
/// This cluster's own are believed as those of another replica are. Another cluster's `available`
/// puts the own check off, if this cluster reaches the registry and has no other verdict of its
/// own. Whatever else another cluster says is at most a reason to check.
///
/// @param cluster `--cluster-name`
/// @param interval for how long another cluster's `available` may stand in for what was never
///   checked here: `--check-interval`
record Trust(String cluster, Duration interval) {

  /// What to do.
  sealed interface Decision {

    /// The verdict is this one.
    record Believe(CheckedVerdict found) implements Decision {}

    /// The verdict is this one, if this cluster reaches the registry.
    record BelieveIfReached(CheckedVerdict found) implements Decision {}

    /// Check.
    ///
    /// @param scope who need not check meanwhile
    /// @param confirms whether it is because another cluster says that the image is not available
    record Check(Scope scope, boolean confirms) implements Decision {}
  }

  Decision decide(Known known, Wanted wanted, Urgency urgency, Instant now) {
    Optional<StoredVerdict> ours =
        newer(known.own(), known.fleet().filter(each -> each.cluster().equals(cluster)));
    if (ours.isPresent() && serves(ours.get(), wanted, urgency, now)) {
      return new Decision.Believe(ours.get().found());
    }
    boolean doubtful =
        ours.filter(each -> !each.isAvailable()).isPresent()
            || wanted.last().filter(Trust::isUnavailable).isPresent();
    Optional<StoredVerdict> theirs = known.fleet().filter(each -> !each.cluster().equals(cluster));
    if (doubtful || theirs.isEmpty()) {
      return new Decision.Check(doubtful ? Scope.CLUSTER : Scope.FLEET, false);
    }
    StoredVerdict other = theirs.get();
    if (!other.isAvailable()) {
      boolean fresh = wanted.freshness().holdsFor(other.found(), now);
      return new Decision.Check(fresh ? Scope.CLUSTER : Scope.FLEET, fresh);
    }
    return standsIn(other, wanted, urgency, now)
        ? new Decision.BelieveIfReached(other.found())
        : new Decision.Check(Scope.FLEET, false);
  }

  private static Optional<StoredVerdict> newer(
      Optional<StoredVerdict> one, Optional<StoredVerdict> other) {
    boolean first =
        other.isEmpty()
            || one.filter(each -> !each.found().at().isBefore(other.get().found().at()))
                .isPresent();
    return first ? one : other;
  }

  // After a restart, what this cluster has found before serves however old it is: it is then due.
  private boolean serves(StoredVerdict ours, Wanted wanted, Urgency urgency, Instant now) {
    return isNews(ours, wanted)
        && (wanted.freshness().holdsFor(ours.found(), now) || isFirst(wanted, urgency));
  }

  private boolean standsIn(StoredVerdict other, Wanted wanted, Urgency urgency, Instant now) {
    Freshness oldest = isFirst(wanted, urgency) ? longest(wanted.freshness()) : wanted.freshness();
    return isNews(other, wanted) && oldest.holdsFor(other.found(), now);
  }

  private Freshness longest(Freshness asked) {
    return new Freshness(interval, asked.other());
  }

  // For somebody who waits for a new verdict, freshness is short.
  private boolean isFirst(Wanted wanted, Urgency urgency) {
    return urgency == Urgency.NEW
        && wanted.last().isEmpty()
        && wanted.freshness().available().compareTo(interval.dividedBy(2)) >= 0;
  }

  private static boolean isNews(StoredVerdict found, Wanted wanted) {
    return wanted.last().filter(last -> !last.at().isBefore(found.found().at())).isEmpty();
  }

  private static boolean isUnavailable(CheckedVerdict checked) {
    return checked.verdict() instanceof Verdict.Unavailable;
  }
}
