package io.pullcheck.model;

import java.util.Objects;

/// One pull as a node would do it, and so the unit that is checked: containers with an equal one
/// share its verdict.
///
/// @param image as written in the workload
/// @param placement which of the cluster's nodes pull it
/// @param mounted as an image volume: nothing of it is run, so that an image which is for another
///   platform alone is as good
public record Pull(String image, PullSecrets secrets, NodePlacement placement, boolean mounted) {

  public Pull {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(placement, "placement");
  }

  /// The pull of a container's image.
  public Pull(String image, PullSecrets secrets, NodePlacement placement) {
    this(image, secrets, placement, false);
  }
}
