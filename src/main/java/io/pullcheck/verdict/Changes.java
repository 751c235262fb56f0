package io.pullcheck.verdict;

import io.pullcheck.model.Pull;
import java.util.Map;

/// What has changed in an inventory.
///
/// @param revision names this moment to the same inventory
/// @param pulls what is known of them now
public record Changes(long revision, Map<Pull, PullStatus> pulls) {

  public Changes {
    pulls = Map.copyOf(pulls);
  }
}
