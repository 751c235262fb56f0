package io.pullcheck.model;

/// Knows the credentials for images: those of one source, or of all sources of one workload on its
/// node. Any thread may ask.
@FunctionalInterface
public interface Keyring {

  Keyring EMPTY = reference -> Candidates.ANONYMOUS;

  /// The credentials that match an image, in the kubelet's order. May block while a secret is
  /// fetched or a plugin runs.
  Candidates candidates(ImageReference reference);
}
