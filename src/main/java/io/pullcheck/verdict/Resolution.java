package io.pullcheck.verdict;

import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Verdict;
import java.util.Objects;

/// What [PullLookup#resolve] makes of a pull.
public sealed interface Resolution {

  /// A registry is to be asked.
  ///
  /// @param keyring the workload's credentials, also for hosts other than the attempt's own:
  ///   mirrors
  record Attempt(PullAttempt attempt, Keyring keyring) implements Resolution {
    public Attempt {
      Objects.requireNonNull(attempt, "attempt");
      Objects.requireNonNull(keyring, "keyring");
    }
  }

  /// The verdict is known without asking a registry: the reference is not valid.
  record Decided(Verdict verdict) implements Resolution {
    public Decided {
      Objects.requireNonNull(verdict, "verdict");
    }
  }
}
