package io.pullcheck.notification;

import io.pullcheck.model.ImageReference;
import io.pullcheck.model.KnownRegistry;
import io.pullcheck.model.Pull;
import io.pullcheck.verdict.PullListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The pulls in use by the repositories that they name, so that a hint is answered without a look
/// at all of them. Safe for use by many threads.
final class RepositoryIndex implements PullListener {

  private final Function<String, List<ImageReference>> references;
  private final Function<Pull, Optional<String>> lastDigest;
  // By the last part of the repository's path; guarded by this.
  private final Map<String, Map<Pull, List<ImageReference>>> pulls = new HashMap<>();

  /// @param references of an image as written: what it says, and what is asked in its place
  /// @param lastDigest what a pull's tag meant when it was last there, if that is known
  RepositoryIndex(
      Function<String, List<ImageReference>> references,
      Function<Pull, Optional<String>> lastDigest) {
    this.references = references;
    this.lastDigest = lastDigest;
  }

  @Override
  public synchronized void added(Pull pull) {
    List<ImageReference> named = references.apply(pull.image());
    for (ImageReference reference : named) {
      pulls.computeIfAbsent(lastPart(reference.path()), _ -> new HashMap<>()).put(pull, named);
    }
  }

  @Override
  public synchronized void gone(Pull pull) {
    for (ImageReference reference : references.apply(pull.image())) {
      String part = lastPart(reference.path());
      pulls.computeIfPresent(
          part,
          (_, those) -> {
            those.remove(pull);
            return those.isEmpty() ? null : those;
          });
    }
  }

  @Override
  public void credentialsChanged(Pull pull) {}

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// The pulls that a hint concerns. Those of the registry that it names, if there are any; else
  /// those of the same repository at any registry, since a registry may call itself otherwise than
  /// images do: but not at one that everybody knows by the same name.
  List<Pull> concerned(Hint hint) {
    Map<Pull, List<ImageReference>> those = of(hint.repository());
    Predicate<ImageReference> named =
        reference -> hint.host().filter(host -> isHost(host, reference)).isPresent();
    boolean exact =
        hint.host().filter(RepositoryIndex::isKnown).isPresent()
            || those.values().stream()
                .flatMap(List::stream)
                .anyMatch(named.and(reference -> isRepository(hint, reference)));
    Predicate<ImageReference> host = exact ? named : reference -> !isKnown(reference.host());
    return those.entrySet().stream()
        .filter(
            each ->
                each.getValue().stream()
                    .filter(host)
                    .filter(reference -> isRepository(hint, reference))
                    .anyMatch(reference -> isManifest(hint, each.getKey(), reference)))
        .map(Map.Entry::getKey)
        .toList();
  }

  private synchronized Map<Pull, List<ImageReference>> of(String repository) {
    return Map.copyOf(pulls.getOrDefault(lastPart(repository), Map.of()));
  }

  private static boolean isHost(String host, ImageReference reference) {
    return KnownRegistry.named(host).equals(reference.host());
  }

  private static boolean isKnown(String host) {
    return KnownRegistry.of(host).isPresent();
  }

  private static boolean isRepository(Hint hint, ImageReference reference) {
    return reference.path().equals(hint.repository())
        || (hint.below() && reference.path().endsWith("/" + hint.repository()));
  }

  private boolean isManifest(Hint hint, Pull pull, ImageReference reference) {
    if (hint.tag().isEmpty() && hint.digest().isEmpty()) {
      return true;
    }
    if (reference.digest().isPresent()) {
      return reference.digest().equals(hint.digest());
    }
    if (hint.tag().isPresent() && hint.tag().equals(reference.tag())) {
      return true;
    }
    // What a tag meant is not known before it was there: then a manifest may have been it.
    Optional<String> last = lastDigest.apply(pull);
    return hint.digest().isPresent()
        && (last.isPresent() ? last.equals(hint.digest()) : hint.tag().isEmpty());
  }
}
