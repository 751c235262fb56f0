package io.pullcheck.verdict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pullcheck.model.Caller;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds out whether an image whose tag is gone can be had back: most registries delete the tag
/// first and the manifest later, or never. The registry is asked by the digest that the tag named
/// when it was last there, once an hour at most. A review does not wait for that: it is told only
/// what is known already. Safe for use by many threads.
final class RecoveryCheck {

  private static final Duration KNOWN = Duration.ofHours(1);
  private static final long MOST = 4_096;
  private static final Checks.Wanted WANTED =
      new Checks.Wanted(new Freshness(KNOWN, KNOWN), Optional.empty(), Optional.empty());

  private final Checks checks;
  private final Function<Pull, Optional<String>> digests;
  private final Cache<PullAttempt, Boolean> answers;

  /// @param digests the digest that a pull's image last had
  RecoveryCheck(Checks checks, Function<Pull, Optional<String>> digests, InstantSource clock) {
    this.checks = checks;
    this.digests = digests;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(KNOWN)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  /// The verdict of an attempt, with what can be had back if its tag is gone. May block.
  CheckedVerdict completed(
      CheckedVerdict found, Pull pull, PullAttempt attempt, Keyring keyring, Caller caller) {
    if (!(found.verdict() instanceof Verdict.Unavailable gone)
        || !isTagGone(gone, attempt.reference())) {
      return found;
    }
    return found
        .digest()
        .or(() -> digests.apply(pull))
        .map(attempt.reference()::at)
        .filter(each -> isThere(attempt.of(each), keyring, caller))
        .map(each -> found.saying(gone.withRecoverable(each)))
        .orElse(found);
  }

  private static boolean isTagGone(Verdict.Unavailable found, ImageReference reference) {
    return found.state() == State.ABSENT
        && found.reason() == Reason.MANIFEST_UNKNOWN
        && reference.digest().isEmpty();
  }

  private boolean isThere(PullAttempt manifest, Keyring keyring, Caller caller) {
    @Nullable Boolean known = answers.getIfPresent(manifest);
    if (known != null || caller.urgency() == Urgency.REVIEW) {
      return Boolean.TRUE.equals(known);
    }
    boolean there =
        switch (checks.check(new Resolution.Attempt(manifest, keyring), caller, WANTED).verdict()) {
          case Verdict.Available _ -> answered(manifest, true);
          case Verdict.Unavailable other when other.state() == State.ABSENT ->
              answered(manifest, false);
          // It could not be asked, and is asked again with the next check.
          case Verdict.Unavailable _, Verdict.Inconclusive _ -> false;
        };
    return there;
  }

  private boolean answered(PullAttempt manifest, boolean there) {
    answers.put(manifest, there);
    return there;
  }
}
