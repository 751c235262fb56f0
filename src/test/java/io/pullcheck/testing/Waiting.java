package io.pullcheck.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Waits for a condition, with a deadline.
public final class Waiting {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Waiting() {}

  public static void eventually(BooleanSupplier condition) {
    boolean _ = until(condition::getAsBoolean, held -> held);
  }

  /// Waits for the latch, as a fake does that is held up.
  public static void on(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Looks again and again until what it sees is as wanted.
  ///
  /// @param look may throw: that is not what is wanted
  /// @return what was seen then
  /// @throws AssertionError if that does not come within a minute; it says what was seen last
  public static <T> T until(Callable<T> look, Predicate<? super T> wanted) {
    Instant end = Instant.now().plus(DEADLINE);
    Object last;
    do {
      try {
        T seen = look.call();
        if (wanted.test(seen)) {
          return seen;
        }
        last = seen;
      } catch (Exception e) {
        last = e.getCause() == null ? e : e + ", because of " + e.getCause();
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    } while (Instant.now().isBefore(end));
    throw new AssertionError("not within " + DEADLINE.toSeconds() + " s; last seen: " + last);
  }
}
