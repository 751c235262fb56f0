package io.pullcheck.verdict;

import io.pullcheck.model.Pull;

/// Parses a pull's reference, rewrites it, and looks up its credentials and platforms.
@FunctionalInterface
public interface PullResolver {

  /// May block: a secret is fetched, a plugin runs.
  Resolution resolve(Pull pull);
}
