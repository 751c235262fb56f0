package io.pullcheck.model;

import java.util.Locale;

/// What Pullcheck says of an image. Exactly one holds for every image that was checked; the names,
/// in lower case, are those of the gauges of k8s-image-availability-exporter. In order of how bad
/// they are, best first.
public enum State {
  AVAILABLE,
  /// Something kept us from an answer that is none of the others.
  UNKNOWN_ERROR,
  /// The registry cannot be asked now: that says nothing about the image.
  REGISTRY_UNAVAILABLE,
  /// The registry knows who asks, and refuses (or the image is not there: many registries do not
  /// tell which).
  AUTHORIZATION_FAILURE,
  /// The registry wants to know who asks, and what the node has for it does not do.
  AUTHENTICATION_FAILURE,
  /// The reference cannot name an image.
  BAD_IMAGE_FORMAT,
  /// The registry answered, and the image is not there.
  ABSENT;

  /// The name as it stands in metrics, JSON and the status page: `registry_unavailable`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
