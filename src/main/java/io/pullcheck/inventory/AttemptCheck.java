package io.pullcheck.inventory;

import io.pullcheck.image.Keyring;
import io.pullcheck.image.PullAttempt;
import io.pullcheck.image.Urgency;
import io.pullcheck.image.Verdict;

/// Asks a registry: `Registry::check`.
@FunctionalInterface
public interface AttemptCheck {

  /// Blocks until there is a verdict.
  Verdict check(PullAttempt attempt, Keyring keyring, Urgency urgency);
}
