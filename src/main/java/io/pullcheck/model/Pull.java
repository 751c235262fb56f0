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

  // Each check and each scrape looks pulls up. A record's own two methods go through all that is in
  // one, by method handles, which the quick compiler does not inline.

  @Override
  public int hashCode() {
    return 31 * image.hashCode() + secrets.namespace().hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pull pull
        && image.equals(pull.image)
        && mounted == pull.mounted
        && secrets.equals(pull.secrets)
        && placement.equals(pull.placement);
  }
}
