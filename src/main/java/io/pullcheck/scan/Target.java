package io.pullcheck.scan;

import io.pullcheck.model.Pull;
import java.util.List;
import java.util.Objects;

/// One pull to check, and where it is asked for.
///
/// @param sources empty for an image that was named on the command line
public record Target(Pull pull, List<Source> sources) {

  public Target {
    Objects.requireNonNull(pull, "pull");
    sources = List.copyOf(sources);
  }

  /// A place in an object that names the image.
  public record Source(String namespace, String kind, String name, String container, String path) {}
}
