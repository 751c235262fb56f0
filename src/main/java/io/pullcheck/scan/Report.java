package io.pullcheck.scan;

import java.util.List;
import java.util.Locale;

/// The format of the report.
public enum Report {
  /// Aligned columns, for people.
  TABLE,
  /// A JSON array with one object for each image.
  JSON;

  /// The whole report, ending in a line break.
  public String write(List<Result> results) {
    return switch (this) {
      case TABLE -> TableReport.write(results);
      case JSON -> JsonReport.write(results);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
