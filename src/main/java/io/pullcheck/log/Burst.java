package io.pullcheck.log;

import java.time.Duration;
import java.time.Instant;

/// Lets a few lines through in each minute, so that an outage of everything is one line more and
/// not ten thousand. For one thread at a time.
final class Burst {

  /// In a minute.
  static final int LINES = 20;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Instant begun = Instant.MIN;
  private int lines;
  private int heldBack;

  /// Whether one more line may be written now; if not, it counts as held back.
  boolean admits() {
    if (lines < LINES) {
      lines++;
      return true;
    }
    heldBack++;
    return false;
  }

  /// Begins a new minute if the last one is over.
  ///
  /// @return how many lines the last minute held back; 0 if it goes on
  int ended(Instant now) {
    if (now.isBefore(begun.plus(MINUTE)) && !now.isBefore(begun)) {
      return 0;
    }
    int last = heldBack;
    begun = now;
    lines = 0;
    heldBack = 0;
    return last;
  }
}
