package io.pullcheck.config;

import java.util.Locale;

/// Of which images `/metrics` has series.
public enum MetricsDetail {
  /// All, each with a series for every state: as k8s-image-availability-exporter has them.
  ALL,
  /// Those that are not available, each with a series for its state; of the others one count for
  /// each namespace.
  UNAVAILABLE;

  /// Reads a level, in upper or lower case.
  ///
  /// @throws UsageError if the text is not one
  public static MetricsDetail parse(String text) {
    for (MetricsDetail level : values()) {
      if (level.name().equalsIgnoreCase(text)) {
        return level;
      }
    }
    throw UsageError.value(text, "is not a level of detail", "all, unavailable");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
