package io.pullcheck.admission;

import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.ContainerImage;

/// An image that may not be available.
///
/// @param image the first place of the workload that names the image
/// @param text completes the sentence "the image …"
/// @param definite whether the registry itself said so just now, so that deny mode may refuse the
///   object
public record Finding(ContainerImage image, Reason reason, String text, boolean definite) {

  /// Whether the registry says, or said last, that the image is not there. That of a registry which
  /// cannot be asked now is not [#definite].
  public boolean gone() {
    return Verdict.Unavailable.of(reason).definite();
  }
}
