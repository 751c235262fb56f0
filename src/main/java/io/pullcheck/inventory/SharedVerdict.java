package io.pullcheck.inventory;

import io.pullcheck.image.CheckedVerdict;
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

  synchronized Optional<CheckedVerdict> last() {
    return Optional.ofNullable(last);
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
        last = checked;
      }
      underWay = null;
    }
    mine.complete(checked);
    return checked;
  }
}
