package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Urgency;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The one cache of verdicts, shared by admission and checker.
public interface Verdicts {

  /// The pull's verdict: the cached one while it is fresh enough, else that of a check. Callers
  /// with equal attempts share one check. Never completes exceptionally; does not block the caller.
  CompletableFuture<CheckedVerdict> verdict(Pull pull, Freshness freshness, Urgency urgency);

  /// What a registry last said about the pull, however old, without asking anybody; never a kept
  /// verdict, nor that the registry could not be asked.
  Optional<CheckedVerdict> last(Pull pull);
}
