package io.pullcheck.image;

import java.util.Objects;

/// A node's platform, in the words of an image index: `linux` and `amd64`.
public record Platform(String os, String architecture) {

  public Platform {
    Objects.requireNonNull(os, "os");
    Objects.requireNonNull(architecture, "architecture");
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
