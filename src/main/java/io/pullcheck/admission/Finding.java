package io.pullcheck.admission;

import io.pullcheck.model.Reason;
import io.pullcheck.workload.ContainerImage;

/// An image that cannot be said to be available.
///
/// @param image the first place that names it
/// @param text completes the sentence "the image …"
/// @param definite the registry's own word, of now: deny mode may refuse on it
record Finding(ContainerImage image, Reason reason, String text, boolean definite) {}
