package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Urgency;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What admission and checker ask for verdicts. [VerdictCache] answers them; a test that is about
/// the askers puts its own verdicts in its place.
public interface Verdicts {

  /// The pull's verdict: the cached one while it is fresh enough, else that of a check. Pulls that
  /// come to equal attempts share one check. Never completes exceptionally; does not block the
  /// caller.
  CompletableFuture<CheckedVerdict> verdict(Pull pull, Freshness freshness, Urgency urgency);

  /// What a registry last said about the pull, however old, without asking anybody. Never an
  /// inconclusive verdict, and never that the registry could not be reached.
  Optional<CheckedVerdict> last(Pull pull);
}
