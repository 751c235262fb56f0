package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The verdict of one attempt, shared by everybody who asks for it, and the checks of it that may
/// be under way: one, or two if reviews wait, whose check passes the other's at the registry's
/// gate. Safe for use by many threads.
final class SharedVerdict {

  private @Nullable CheckedVerdict last;
  // The last verdict that says something about the image: not that the registry was unreachable.
  private @Nullable CheckedVerdict lastConclusive;
  private @Nullable CompletableFuture<CheckedVerdict> underWay;
  private @Nullable CompletableFuture<CheckedVerdict> underWayForReviews;

  synchronized Optional<CheckedVerdict> lastConclusive() {
    return Optional.ofNullable(lastConclusive);
  }

  synchronized Optional<CheckedVerdict> last() {
    return Optional.ofNullable(last);
  }

  /// Takes in a verdict from here or from another replica. Ignored if a newer one is known.
  synchronized void learn(CheckedVerdict found, Instant now) {
    if (isNewer(found, last, now)) {
      last = found;
    }
    boolean unreachable =
        found.verdict() instanceof Verdict.Unavailable unavailable && unavailable.unreachable();
    if (!unreachable && isNewer(found, lastConclusive, now)) {
      lastConclusive = found;
    }
  }

  private static boolean isNewer(
      CheckedVerdict found, @Nullable CheckedVerdict known, Instant now) {
    return known == null || known.isAhead(now) || !found.at().isBefore(known.at());
  }

  /// The last verdict while it is fresh; else that of the check under way; and if there is none,
  /// that of `check`, which runs in the caller's thread. Blocks.
  CheckedVerdict get(
      Freshness freshness, Urgency urgency, InstantSource clock, Supplier<CheckedVerdict> check) {
    CompletableFuture<CheckedVerdict> mine = new CompletableFuture<>();
    CompletableFuture<CheckedVerdict> others;
    synchronized (this) {
      if (last != null && freshness.holdsFor(last, clock.instant())) {
        return last;
      }
      others = joined(urgency);
      if (others == null) {
        begin(urgency, mine);
      }
    }
    if (others != null) {
      return others.join();
    }
    CheckedVerdict checked = check.get();
    synchronized (this) {
      if (!(checked.verdict() instanceof Verdict.Inconclusive)) {
        learn(checked, clock.instant());
      }
      begin(urgency, null);
    }
    mine.complete(checked);
    return checked;
  }

  // A review's check is before all others at the gate: whoever comes may wait for it, too.
  private @Nullable CompletableFuture<CheckedVerdict> joined(Urgency urgency) {
    return urgency == Urgency.REVIEW || underWayForReviews != null ? underWayForReviews : underWay;
  }

  private void begin(Urgency urgency, @Nullable CompletableFuture<CheckedVerdict> check) {
    if (urgency == Urgency.REVIEW) {
      underWayForReviews = check;
    } else {
      underWay = check;
    }
  }
}
