package io.pullcheck.notification;

import io.pullcheck.model.Pull;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Has pulls checked because of hints: at once, and once more after [#APART], because a registry
/// may tell of a push before the tag can be read. distribution does: it sets the tag when the event
/// is on its way, and version 2.8.2, if it is busy, denies a third of those that are asked at once.
///
/// Whoever may send notifications must not flood a registry: each pull is checked no more often
/// than once in [#APART], and of hints that cause checks, one or two each, there are [#AT_ONCE] and
/// then [#PER_SECOND]. A hint that comes between two checks is made good for by one that is at
/// least that much later, so that the last state is always seen. Safe for use by many threads.
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
  // Those that are checked once more, and those of them of which there was a hint since the last
  // check; guarded by this.
  private final Set<Pull> waiting = new HashSet<>();
  private final Set<Pull> hinted = new HashSet<>();
  // How many hints may cause checks now, and since when, in nanoseconds; guarded by this.
  private double left = AT_ONCE;
  private long since;

  /// @param checkNow false if nothing is checked now
  Demands(Predicate<Pull> checkNow, Timer timer, LongSupplier nanoTime) {
    this.checkNow = checkNow;
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /// Has the pull checked now and a little later.
  ///
  /// @return false if that is not done: there were too many hints, or nothing is checked now
  synchronized boolean demand(Pull pull) {
    if (hinted.contains(pull)) {
      return true;
    }
    if (!allowed()) {
      return false;
    }
    if (waiting.contains(pull)) {
      return hinted.add(pull);
    }
    if (!checkNow.test(pull)) {
      return false;
    }
    waiting.add(pull);
    checkLater(pull);
    return true;
  }

  private void checkLater(Pull pull) {
    timer.after(APART, () -> later(pull));
  }

  private synchronized void later(Pull pull) {
    if (hinted.remove(pull)) {
      checkLater(pull);
    } else {
      waiting.remove(pull);
    }
    boolean _ = checkNow.test(pull);
  }

  private boolean allowed() {
    long now = nanoTime.getAsLong();
    left = Math.min(AT_ONCE, left + (now - since) / 1e9 * PER_SECOND);
    since = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
