package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The verdict of one attempt, shared by everybody who asks for it, and the one check of it that
/// may be under way. Safe for use by many threads.
final class SharedVerdict {

  private @Nullable CheckedVerdict last;
  // The last verdict that says something about the image: not that the registry was unreachable.
  private @Nullable CheckedVerdict lastConclusive;
  private @Nullable CompletableFuture<CheckedVerdict> underWay;

  synchronized Optional<CheckedVerdict> lastConclusive() {
    return Optional.ofNullable(lastConclusive);
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
  CheckedVerdict get(Freshness freshness, InstantSource clock, Supplier<CheckedVerdict> check) {
    CompletableFuture<CheckedVerdict> mine = new CompletableFuture<>();
    CompletableFuture<CheckedVerdict> others;
    synchronized (this) {
      if (last != null && freshness.holdsFor(last, clock.instant())) {
        return last;
      }
      others = underWay;
      if (others == null) {
        underWay = mine;
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
      underWay = null;
    }
    mine.complete(checked);
    return checked;
  }
}
