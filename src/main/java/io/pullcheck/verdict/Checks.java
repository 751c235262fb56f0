package io.pullcheck.verdict;

import io.pullcheck.model.Caller;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.registry.Registry;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/// Finds the verdict of an attempt of which [VerdictCache] has no fresh one. Alone, that is a check
/// at the registry; in a fleet, another cluster may have found it already.
@FunctionalInterface
public interface Checks {

  /// What the asker wants, and what is known here.
  ///
  /// @param freshness how old a verdict may be to serve in place of a check
  /// @param last the last verdict that this process knows of the attempt, however old
  /// @param inForce the verdict that is in force, and since when its state is so: not the last one
  ///   if that was a first denial
  record Wanted(
      Freshness freshness, Optional<CheckedVerdict> last, Optional<CheckedVerdict> inForce) {
    public Wanted {
      Objects.requireNonNull(freshness, "freshness");
      Objects.requireNonNull(last, "last");
      Objects.requireNonNull(inForce, "inForce");
    }
  }

  /// Blocks until there is a verdict.
  CheckedVerdict check(Resolution.Attempt asked, Caller caller, Wanted wanted);

  /// Asks the registry each time.
  static Checks of(Registry registry, InstantSource clock) {
    return (asked, caller, _) ->
        new CheckedVerdict(
            registry.check(asked.attempt(), asked.keyring(), caller), clock.instant());
  }
}
