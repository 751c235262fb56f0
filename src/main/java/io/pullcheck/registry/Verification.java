package io.pullcheck.registry;

/// How closely an image is looked at.
public enum Verification {
  /// Its manifest exists.
  MANIFEST,
  /// Also: an index has a manifest for every platform that is needed.
  PLATFORM,
  /// Also: config and layers exist.
  LAYERS
}
