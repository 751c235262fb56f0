package io.pullcheck.scan.report;

/// How sure it is that an image can be pulled; the worse comes later.
public enum Certainty {
  AVAILABLE,
  /// Nothing is known: the registry could not be asked, or its answer says nothing about the image.
  NOT_VERIFIED,
  /// A pull would fail.
  UNAVAILABLE
}
