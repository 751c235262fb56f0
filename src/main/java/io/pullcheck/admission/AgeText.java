package io.pullcheck.admission;

import java.time.Duration;

/// Durations as a warning writes them, in the largest unit of which there are at least two:
/// `200ms`, `2s`, `4m`, `3h`, `12d`.
final class AgeText {

  private AgeText() {}

  static String text(Duration duration) {
    if (duration.toDays() > 1) {
      return duration.toDays() + "d";
    }
    if (duration.toHours() > 1) {
      return duration.toHours() + "h";
    }
    if (duration.toMinutes() > 1) {
      return duration.toMinutes() + "m";
    }
    if (duration.toMillis() < 1000 && duration.isPositive()) {
      return duration.toMillis() + "ms";
    }
    return Math.max(0, duration.toSeconds()) + "s";
  }
}
