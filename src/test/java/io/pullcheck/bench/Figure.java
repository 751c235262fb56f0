package io.pullcheck.bench;

import java.util.Locale;
import java.util.Optional;

/// One measured figure.
///
/// @param name what was measured
/// @param unit of the value
/// @param beside a figure of the same run and unit to hold it against: a limit or an aim
/// @param besideIs what that is
record Figure(String name, double value, String unit, Optional<Double> beside, String besideIs) {

  static Figure of(String name, double value, String unit) {
    return new Figure(name, value, unit, Optional.empty(), "");
  }

  Figure beside(double other, String what) {
    return new Figure(name, value, unit, Optional.of(other), what);
  }

  /// The value as a part of what stands beside it.
  Optional<Double> ratio() {
    return beside.map(other -> value / other);
  }

  String line() {
    return "%-44s %12s %-9s %s"
        .formatted(
            name,
            number(value),
            unit,
            beside
                .map(other -> "%.2f of %s (%s)".formatted(value / other, number(other), besideIs))
                .orElse(""));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }
}
