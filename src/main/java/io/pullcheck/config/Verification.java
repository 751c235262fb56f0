package io.pullcheck.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/// How much of an image a check verifies; each level includes those before it.
public enum Verification {
  /// The manifest or index exists.
  MANIFEST,
  /// An index has a manifest for every platform that is needed.
  PLATFORM,
  /// The config and all layers exist.
  LAYERS;

  /// Reads a level, in upper or lower case.
  ///
  /// @throws UsageError if the text is not one
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
