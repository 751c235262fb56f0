package io.pullcheck.verdict;

import com.github.benmanes.caffeine.cache.Interner;
import io.pullcheck.credentials.Keyrings;
import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.ImageMirrors;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Platform;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Turns a pull into what a registry is asked: the reference after `--default-registry` and
/// `--image-mirror`, the credentials, and the platforms that are needed. Safe for use by many
/// threads.
///
/// @param defaultRegistry host for names that have none
/// @param platforms on which a pod that is placed so may run; an empty set where that is not known,
///   or not checked
/// @param runtime the nodes', where they are watched and no flag says
public record PullLookup(
    String defaultRegistry,
    ImageMirrors mirrors,
    Keyrings keyrings,
    Function<NodePlacement, Set<Platform>> platforms,
    Supplier<Optional<ContainerRuntime>> runtime) {

  private static final Interner<String> HOSTS = Interner.newWeakInterner();

  /// Where there are no nodes to be looked at.
  public PullLookup(
      String defaultRegistry,
      ImageMirrors mirrors,
      Keyrings keyrings,
      Function<NodePlacement, Set<Platform>> platforms) {
    this(defaultRegistry, mirrors, keyrings, platforms, Optional::empty);
  }

  /// Which image a registry is asked for, of one as written; nothing if its name is not valid.
  public static Function<String, Optional<ImageReference>> references(
      String defaultRegistry, ImageMirrors mirrors) {
    return image ->
        ImageReference.parse(image, defaultRegistry).map(mirrors::apply).map(PullLookup::shared);
  }

  private Optional<ImageReference> reference(String image) {
    return references(defaultRegistry, mirrors).apply(image);
  }

  // Thousands of references are kept, of a few hosts.
  private static ImageReference shared(ImageReference reference) {
    return new ImageReference(
        HOSTS.intern(reference.host()), reference.path(), reference.tag(), reference.digest());
  }

  /// What an image says, given as written in a workload, and what is asked in its place where that
  /// is another; empty if the name is not valid.
  public List<ImageReference> references(String image) {
    return Stream.concat(
            ImageReference.parse(image, defaultRegistry).stream(), reference(image).stream())
        .distinct()
        .map(PullLookup::shared)
        .toList();
  }

  /// The host of the registry that is asked about an image, given as written in a workload; the
  /// empty string if the image's name is not valid.
  public String registry(String image) {
    return reference(image).map(ImageReference::host).orElse("");
  }

  /// Which registry and repository the pull asks. Does not block.
  public Destination destination(Pull pull) {
    return reference(pull.image())
        .map(reference -> new Destination(reference.host(), reference.repository()))
        .orElse(Destination.NOWHERE);
  }

  /// Parses and rewrites the reference, and looks up credentials and platforms. May block: a secret
  /// is fetched, a credential provider plugin runs.
  public Resolution resolve(Pull pull) {
    Optional<ImageReference> reference = reference(pull.image());
    if (reference.isEmpty()) {
      return new Resolution.Decided(Verdict.Unavailable.of(Reason.INVALID_REFERENCE));
    }
    Keyring keyring = keyrings.of(pull.secrets());
    return new Resolution.Attempt(
        new PullAttempt(
            reference.get(),
            keyring.candidates(reference.get()),
            platforms.apply(pull.placement()),
            runtime.get(),
            pull.mounted()),
        keyring);
  }
}
