package io.pullcheck.scan.source;

import io.pullcheck.model.Pull;
import java.util.Objects;
import java.util.Optional;

/// A pull, and the place that asks for it.
///
/// @param source nothing for an image that was named on the command line
public record NamedPull(Pull pull, Optional<Source> source) {
  public NamedPull {
    Objects.requireNonNull(pull, "pull");
    Objects.requireNonNull(source, "source");
  }
}
