package io.pullcheck.model;

/// Everything that one workload's node could log in with.
@FunctionalInterface
public interface Keyring {

  Keyring EMPTY = reference -> Candidates.ANONYMOUS;

  /// The credentials that match an image, in the kubelet's order. May block: a secret is fetched, a
  /// plugin runs.
  Candidates candidates(ImageReference reference);
}
