package io.pullcheck.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pullcheck.model.Pull;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Has pulls checked because of hints, but each no more often than once in [#APART], and all of
/// them together no more often than [#PER_SECOND]: whoever may send notifications must not flood a
/// registry. A hint that comes too soon after another is made good for when that time is over, so
/// that the last state is always seen. Safe for use by many threads.
final class Demands {

  static final Duration APART = Duration.ofSeconds(2);
  static final int AT_ONCE = 200;
  private static final int PER_SECOND = 50;

  /// Does work after a delay.
  @FunctionalInterface
  interface Timer {
    void after(Duration delay, Runnable work);
  }

  private final Predicate<Pull> checkNow;
  private final Timer timer;
  private final LongSupplier nanoTime;
  private final Cache<Pull, Slot> slots;
  // How many may be asked for now, and since when, in nanoseconds; guarded by this.
  private double left = AT_ONCE;
  private long since;

  private static final class Slot {
    private long next = Long.MIN_VALUE;
    private boolean waiting;
  }

  /// @param checkNow false if nothing is checked now
  Demands(Predicate<Pull> checkNow, Timer timer, LongSupplier nanoTime) {
    this.checkNow = checkNow;
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
    this.slots =
        Caffeine.newBuilder()
            .expireAfterAccess(APART.multipliedBy(5))
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /// Has the pull checked now or a little later.
  ///
  /// @return false if that is not done: there were too many hints, or nothing is checked now
  synchronized boolean demand(Pull pull) {
    long now = nanoTime.getAsLong();
    Slot slot = slots.get(pull, _ -> new Slot());
    if (slot.waiting) {
      return true;
    }
    if (!allowed(now)) {
      return false;
    }
    boolean soon = slot.next != Long.MIN_VALUE && now - slot.next < 0;
    if (!soon) {
      slot.next = now + APART.toNanos();
      return checkNow.test(pull);
    }
    slot.waiting = true;
    timer.after(Duration.ofNanos(slot.next - now), () -> later(pull, slot));
    return true;
  }

  private synchronized void later(Pull pull, Slot slot) {
    slot.waiting = false;
    slot.next = nanoTime.getAsLong() + APART.toNanos();
    boolean _ = checkNow.test(pull);
  }

  private boolean allowed(long now) {
    left = Math.min(AT_ONCE, left + (now - since) / 1e9 * PER_SECOND);
    since = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
