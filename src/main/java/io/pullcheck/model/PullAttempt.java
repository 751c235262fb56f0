package io.pullcheck.model;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A [Pull] with everything looked up: what a registry is asked, and the key of the cache of
/// verdicts. Two pulls with different secrets of equal content become equal attempts, and cost one
/// request.
///
/// @param reference after `--image-mirror`
/// @param platforms that the image must have; empty: it is not looked at
/// @param runtime the nodes', where they are watched
/// @param mounted as an image volume; see [Pull]
public record PullAttempt(
    ImageReference reference,
    Candidates candidates,
    Set<Platform> platforms,
    Optional<ContainerRuntime> runtime,
    boolean mounted) {

  public PullAttempt {
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(candidates, "candidates");
    platforms = Set.copyOf(platforms);
    Objects.requireNonNull(runtime, "runtime");
  }

  /// Of a container's image, on nodes whose runtime is not known.
  public PullAttempt(ImageReference reference, Candidates candidates, Set<Platform> platforms) {
    this(reference, candidates, platforms, Optional.empty(), false);
  }

  /// The same of another image in the same repository.
  public PullAttempt of(ImageReference other) {
    return new PullAttempt(other, candidates, platforms, runtime, mounted);
  }
}
