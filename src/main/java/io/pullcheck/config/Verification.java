package io.pullcheck.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/// How closely an image is looked at.
public enum Verification {
  /// The manifest exists.
  MANIFEST,
  /// Also: an index has a manifest for every platform that is needed.
  PLATFORM,
  /// Also: config and layers exist.
  LAYERS;

  /// Reads a level in any case.
  @JsonCreator
  public static Verification parse(String text) {
    for (Verification level : values()) {
      if (level.name().equalsIgnoreCase(text)) {
        return level;
      }
    }
    throw UsageError.value(text, "is not a level of verification", "manifest, platform, layers");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
