package io.pullcheck.inventory;

import io.pullcheck.image.CheckedVerdict;
import io.pullcheck.image.State;
import io.pullcheck.image.Verdict;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The verdict of one attempt, and the check of it that is under way.
final class SharedVerdict {

  private @Nullable CheckedVerdict last;
  private @Nullable CompletableFuture<CheckedVerdict> underWay;

  // The last that says something of the image: not that the registry could not be reached.
  private @Nullable CheckedVerdict answered;

  /// What was last found out about the image; only if there was nothing ever, that its registry
  /// could not be reached.
  synchronized Optional<CheckedVerdict> last() {
    return Optional.ofNullable(answered == null ? last : answered);
  }

  /// Somebody else has found this. Ignored if what is known is as new.
  synchronized void learn(CheckedVerdict found) {
    if (last == null || found.at().isAfter(last.at())) {
      remember(found);
    }
  }

  private synchronized void remember(CheckedVerdict found) {
    last = found;
    boolean unreachable =
        found.verdict() instanceof Verdict.Unavailable unavailable
            && unavailable.state() == State.REGISTRY_UNAVAILABLE;
    if (!unreachable) {
      answered = found;
    }
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
      if (!(checked.verdict() instanceof Verdict.Kept)) {
        remember(checked);
      }
      underWay = null;
    }
    mine.complete(checked);
    return checked;
  }
}
