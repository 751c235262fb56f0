package io.pullcheck.replica.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/// Keeps questions from a store that does not answer: after a few failures in a row it lets through
/// only one at a time, at longer and longer intervals, until that one is answered. Safe for use by
/// many threads.
final class Breaker {

  private static final int FAILURES_TO_OPEN = 3;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final LongSupplier nanoTime;
  private int failures;
  private Duration openFor = FIRST;
  private long openUntil;
  private boolean probing;

  /// @param nanoTime the monotonic clock, in nanoseconds
  Breaker(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized boolean isOpen() {
    return failures >= FAILURES_TO_OPEN;
  }

  /// Whether a question may be sent. If so, [#succeeded] or [#failed] must be called.
  synchronized boolean admits() {
    if (!isOpen()) {
      return true;
    }
    if (probing || nanoTime.getAsLong() - openUntil < 0) {
      return false;
    }
    probing = true;
    return true;
  }

  /// A question was answered.
  ///
  /// @return whether that closes it
  synchronized boolean succeeded() {
    boolean closes = isOpen();
    failures = 0;
    openFor = FIRST;
    probing = false;
    return closes;
  }

  /// A question was not answered.
  ///
  /// @return whether that opens it
  synchronized boolean failed() {
    return failed(1);
  }

  /// A question was answered in a way that makes further ones needless.
  ///
  /// @return whether that opens it
  synchronized boolean refused() {
    return failed(FAILURES_TO_OPEN);
  }

  private boolean failed(int weight) {
    boolean wasOpen = isOpen();
    failures += weight;
    if (probing) {
      openFor = openFor.multipliedBy(2).compareTo(LONGEST) < 0 ? openFor.multipliedBy(2) : LONGEST;
    }
    probing = false;
    // With some chance in it, so that the replicas of a fleet do not come back all at a time.
    long nanos = openFor.toNanos();
    openUntil = nanoTime.getAsLong() + nanos + ThreadLocalRandom.current().nextLong(nanos / 4);
    return isOpen() && !wasOpen;
  }
}
