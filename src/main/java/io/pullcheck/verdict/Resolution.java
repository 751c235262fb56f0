package io.pullcheck.verdict;

import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Verdict;
import java.util.Objects;

/// What came of looking up everything that a pull needs.
public sealed interface Resolution {

  /// A registry can be asked.
  ///
  /// @param keyring what the workload has for other names than the attempt's own
  record Attempt(PullAttempt attempt, Keyring keyring) implements Resolution {
    public Attempt {
      Objects.requireNonNull(attempt, "attempt");
      Objects.requireNonNull(keyring, "keyring");
    }
  }

  /// No registry need be asked: the reference names no image, a pull secret is malformed.
  record Decided(Verdict verdict) implements Resolution {
    public Decided {
      Objects.requireNonNull(verdict, "verdict");
    }
  }
}
