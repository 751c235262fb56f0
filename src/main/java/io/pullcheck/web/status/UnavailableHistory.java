package io.pullcheck.web.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How many images were not available in the last 24 hours: a sample every five minutes, kept in
/// memory. Safe for use by many threads.
final class UnavailableHistory {

  /// The samples, as the API shows them.
  ///
  /// @param first when the first of them was taken
  /// @param seconds from one sample to the next
  /// @param unavailable a number for each sample, the oldest first; nothing where none was taken
  record Samples(Optional<Instant> first, long seconds, List<Optional<Integer>> unavailable) {}

  static final Duration PERIOD = Duration.ofMinutes(5);
  static final int SAMPLES = (int) Duration.ofHours(24).dividedBy(PERIOD);

  private static final int NONE = -1;

  private final int[] counts = new int[SAMPLES];
  // In periods since 1970.
  private long latest = Long.MIN_VALUE;

  UnavailableHistory() {
    Arrays.fill(counts, NONE);
  }

  /// Whether this period has no sample yet.
  synchronized boolean isDue(Instant now) {
    return slot(now) > latest;
  }

  synchronized void add(Instant now, int unavailable) {
    long slot = slot(now);
    if (slot <= latest) {
      // One is there, or the clock was set back.
      return;
    }
    long oldest = Math.max(latest + 1, slot - SAMPLES + 1);
    for (long missed = oldest; missed < slot; missed++) {
      counts[index(missed)] = NONE;
    }
    counts[index(slot)] = unavailable;
    latest = slot;
  }

  synchronized Samples samples() {
    List<Optional<Integer>> known = new ArrayList<>();
    Optional<Instant> first = Optional.empty();
    for (long slot = latest - SAMPLES + 1; slot <= latest && latest > 0; slot++) {
      int count = counts[index(slot)];
      if (count != NONE && first.isEmpty()) {
        first = Optional.of(Instant.ofEpochSecond(slot * PERIOD.toSeconds()));
      }
      if (first.isPresent()) {
        known.add(count == NONE ? Optional.empty() : Optional.of(count));
      }
    }
    return new Samples(first, PERIOD.toSeconds(), known);
  }

  private static long slot(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), PERIOD.toSeconds());
  }

  private static int index(long slot) {
    return Math.floorMod(slot, SAMPLES);
  }
}
