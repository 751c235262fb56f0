package io.pullcheck.rescue;

import io.pullcheck.model.ImageReference;
import io.pullcheck.model.KnownRegistry;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How images that are gone can be had back. Safe for use by many threads.
///
/// @param references which image a registry is asked for, of one as written; nothing if the name is
///   not valid
public record Rescues(Function<String, Optional<ImageReference>> references, RunningPods pods) {

  /// The ways, the easiest first; none if the image is not absent.
  ///
  /// @param image as written
  public List<Rescue> of(String image, Verdict verdict) {
    if (!(verdict instanceof Verdict.Unavailable gone) || gone.state() != State.ABSENT) {
      return List.of();
    }
    List<Rescue> ways = new ArrayList<>();
    gone.recoverable().map(Rescue::byDigest).ifPresent(ways::add);
    references
        .apply(image)
        .ifPresent(
            reference -> {
              List<String> nodes = pods.spread(image).nodes();
              if (!nodes.isEmpty()) {
                ways.add(Rescue.fromNodes(nodes, reference));
              }
              if (gone.reason() == Reason.MANIFEST_UNKNOWN && ways.isEmpty()) {
                fromArchive(reference).ifPresent(ways::add);
              }
            });
    return ways;
  }

  /// The registry host that is asked about an image as written; empty if the name is not valid.
  public String registry(String image) {
    return references.apply(image).map(ImageReference::host).orElse("");
  }

  private static Optional<Rescue> fromArchive(ImageReference image) {
    return KnownRegistry.ecr(image.host())
        .filter(_ -> image.tag().isPresent())
        .map(ecr -> Rescue.fromArchive(ecr, image));
  }
}
