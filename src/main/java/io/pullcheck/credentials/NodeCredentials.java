package io.pullcheck.credentials;

import io.pullcheck.image.Candidates;
import io.pullcheck.image.ImageReference;

/// A source of credentials that a node has of its own, whatever the workload: a docker config, a
/// credential provider plugin. Asked after the workload's pull secrets.
@FunctionalInterface
public interface NodeCredentials {

  /// What it has for the image, in order; may block. Its trouble is told if the registry then
  /// refuses.
  Candidates candidates(ImageReference reference);
}
