package io.pullcheck.model;

import java.util.Objects;

/// One pull as a node would do it, and so the unit that is checked: containers with an equal one
/// share its verdict.
///
/// @param image as written in the workload
public record Pull(String image, PullSecrets secrets, PlatformSelector platforms) {

  public Pull {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(platforms, "platforms");
  }
}
