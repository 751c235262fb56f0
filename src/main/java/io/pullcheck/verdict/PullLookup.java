package io.pullcheck.verdict;

import io.pullcheck.checker.Destination;
import io.pullcheck.credentials.Keyrings;
import io.pullcheck.model.ImageMirrors;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Platform;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What a pull really asks for: its reference after `--default-registry` and `--image-mirror`, its
/// credentials, and the platforms it needs.
///
/// @param platforms of the cluster; empty where they are not looked at
public record PullLookup(
    String defaultRegistry,
    ImageMirrors mirrors,
    Keyrings keyrings,
    Supplier<Set<Platform>> platforms)
    implements PullResolver {

  /// The reference that is asked for; nothing if the image is not valid.
  Optional<ImageReference> reference(String image) {
    return ImageReference.parse(image, defaultRegistry).map(mirrors::apply);
  }

  /// The registry host that is asked for; empty if the image is not valid.
  public String registry(String image) {
    return reference(image).map(ImageReference::host).orElse("");
  }

  public Destination destination(Pull pull) {
    return reference(pull.image())
        .map(reference -> new Destination(reference.host(), reference.repository()))
        .orElse(Destination.NOWHERE);
  }

  @Override
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
            pull.platforms().narrow(platforms.get())),
        keyring);
  }
}
