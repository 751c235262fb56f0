package io.pullcheck.model;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// A node's platform, in the words of an image index: `linux` and `amd64`.
public record Platform(String os, String architecture) {

  private static final Pattern FORM = Pattern.compile("([a-z0-9]+)/([a-z0-9]+)");

  public Platform {
    Objects.requireNonNull(os, "os");
    Objects.requireNonNull(architecture, "architecture");
  }

  /// Reads `linux/amd64`.
  public static Optional<Platform> parse(String text) {
    var form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new Platform(form.group(1), form.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
