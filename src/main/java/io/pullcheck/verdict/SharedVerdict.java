package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Verdict;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The verdict of one attempt, and the check of it that is under way.
final class SharedVerdict {

  private @Nullable CheckedVerdict last;
  // The last that says something about the image.
  private @Nullable CheckedVerdict lastConclusive;
  private @Nullable CompletableFuture<CheckedVerdict> underWay;

  synchronized Optional<CheckedVerdict> lastConclusive() {
    return Optional.ofNullable(lastConclusive);
  }

  /// This was found, by whomever. Ignored if something newer was.
  synchronized void learn(CheckedVerdict found) {
    if (isNewer(found, last)) {
      last = found;
    }
    boolean says =
        !(found.verdict() instanceof Verdict.Unavailable unavailable && unavailable.unreachable());
    if (says && isNewer(found, lastConclusive)) {
      lastConclusive = found;
    }
  }

  private static boolean isNewer(CheckedVerdict found, @Nullable CheckedVerdict known) {
    return known == null || !found.at().isBefore(known.at());
  }

  /// The last verdict while it is fresh; else that of the check under way, and if there is none, of
  /// `check`, which runs in the caller's thread. Blocks.
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
        learn(checked);
      }
      underWay = null;
    }
    mine.complete(checked);
    return checked;
  }
}
