package io.pullcheck.serve;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Whether the lists of the start are over, for which the checks wait: a replica is ready when they
/// are read, and a registry that takes all checks at once would have them take its cores.
final class ListsFirst {

  /// An API server may never answer one of them.
  static final Duration LONGEST = Duration.ofSeconds(10);

  private final BooleanSupplier read;
  private final LongSupplier nanos;
  private final long began;

  /// @param nanos as [System#nanoTime]
  ListsFirst(BooleanSupplier read, LongSupplier nanos) {
    this.read = read;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  boolean over() {
    return read.getAsBoolean() || nanos.getAsLong() - began >= LONGEST.toNanos();
  }
}
