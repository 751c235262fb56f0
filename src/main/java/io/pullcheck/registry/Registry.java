package io.pullcheck.registry;

import io.pullcheck.model.Caller;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Verdict;

/// Says what a node would get if it pulled an image now.
@FunctionalInterface
public interface Registry {

  /// Checks one image, blocking until there is a verdict, for at most `--check-timeout` after its
  /// host's gate admitted it. Every failure of the registry or of the network is a verdict, not an
  /// exception.
  ///
  /// @param keyring the workload's credentials for hosts other than the attempt's own: its mirrors
  /// @param caller on whose behalf; decides whose turn it is
  Verdict check(PullAttempt attempt, Keyring keyring, Caller caller);
}
