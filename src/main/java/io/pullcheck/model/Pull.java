package io.pullcheck.model;

import java.util.Objects;

/// One pull as a node would do it, and so the unit that is checked: containers with an equal one
/// share its verdict.
///
/// @param image as written in the workload
/// @param placement which of the cluster's nodes pull it
public record Pull(String image, PullSecrets secrets, NodePlacement placement) {

  public Pull {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(placement, "placement");
  }
}
