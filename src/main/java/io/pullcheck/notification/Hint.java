package io.pullcheck.notification;

import java.util.Objects;
import java.util.Optional;

/// Which images may have changed. Nothing of it is believed: it only says which pulls to check.
///
/// @param host by which the registry calls itself, with its port if it has one
/// @param repository the path within the registry
/// @param below whether images may have further parts before that path: the key of a repository
///   that stands for several others, as Artifactory has them
/// @param tag that was set or deleted
/// @param digest of the manifest that was pushed or deleted; with neither, all of the repository
record Hint(
    Optional<String> host,
    String repository,
    boolean below,
    Optional<String> tag,
    Optional<String> digest) {

  Hint {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(repository, "repository");
    Objects.requireNonNull(tag, "tag");
    Objects.requireNonNull(digest, "digest");
  }

  /// @param tag empty if there is none
  /// @param digest empty if there is none
  static Hint of(Optional<String> host, String repository, String tag, String digest) {
    return new Hint(host, repository, false, given(tag), given(digest));
  }

  static Optional<String> given(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }
}
