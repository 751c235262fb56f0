package io.pullcheck.registry.limit;

import io.pullcheck.config.HostSettings;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The way to one registry host: so many checks at a time and requests a second, none while the
/// host has asked to be left alone, and while it is down one probe at a time. A check waits here
/// without its deadline running.
public final class HostGate {

  private static final int FAILURES_TO_OPEN = 3;
  private static final Duration FIRST_OPENING = Duration.ofSeconds(2);
  private static final Duration LONGEST_OPENING = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LongSupplier nanoTime;
  private final AdaptiveTokenBucket pace;
  private int concurrency;
  private int inside;
  private int urgentWaiting;
  private long pausedUntil;
  private boolean paused;
  private boolean hasAnswered;
  private int failures;
  private Duration opening = FIRST_OPENING;
  private long openUntil;
  private boolean probing;
  private Optional<Verdict.Unavailable> lastFailure = Optional.empty();

  HostGate(HostSettings settings, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.concurrency = settings.concurrency();
    this.pace = new AdaptiveTokenBucket(settings.requestsPerSecond(), nanoTime.getAsLong());
  }

  void configure(HostSettings settings) {
    lock.lock();
    try {
      concurrency = settings.concurrency();
      pace.configure(settings.requestsPerSecond());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a place.
  ///
  /// @return nothing when the check may begin, which must then [#leave]; else the verdict without
  ///   asking
  public Optional<Verdict> enter(Urgency urgency) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean urgent = urgency == Urgency.URGENT;
      urgentWaiting += urgent ? 1 : 0;
      try {
        return waitForPlace(urgent);
      } finally {
        urgentWaiting -= urgent ? 1 : 0;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<Verdict> waitForPlace(boolean urgent) throws InterruptedException {
    while (true) {
      long now = nanoTime.getAsLong();
      Duration pause = pauseLeft(now);
      if (!pause.isZero()) {
        return Optional.of(new Verdict.Inconclusive(Reason.RATE_LIMITED, pause));
      }
      if (isOpen() && (probing || now - openUntil < 0)) {
        return lastFailure.map(Verdict.class::cast);
      }
      Duration wait = pace.untilNext(now);
      boolean turn = inside < concurrency && (urgent || urgentWaiting == 0);
      if (turn && wait.isZero()) {
        probing = isOpen();
        inside++;
        pace.spend(now);
        return Optional.empty();
      }
      if (turn) {
        long _ = changed.awaitNanos(wait.toNanos());
      } else {
        boolean _ = changed.await(1, TimeUnit.MINUTES);
      }
    }
  }

  /// A check that had entered has come to this.
  public void leave(Verdict verdict) {
    lock.lock();
    try {
      inside--;
      switch (verdict) {
        case Verdict.Inconclusive kept when kept.reason() == Reason.RATE_LIMITED ->
            pause(kept.retryAfter());
        case Verdict.Inconclusive _ -> {}
        case Verdict.Unavailable unavailable when isHostFailure(unavailable.reason()) ->
            failed(unavailable);
        case Verdict.Unavailable _, Verdict.Available _ -> succeeded();
      }
      probing = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A check that is inside sends a further request.
  void anotherRequest() {
    lock.lock();
    try {
      pace.spend(nanoTime.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /// The host has asked to be left alone.
  void leaveAlone(Duration time) {
    lock.lock();
    try {
      pause(time);
    } finally {
      lock.unlock();
    }
  }

  HostGateStatus status() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      return new HostGateStatus(pauseLeft(now), isOpen(), pace.requestsPerSecond(now));
    } finally {
      lock.unlock();
    }
  }

  /// Has the host answered at all, and since then always?
  boolean answers() {
    lock.lock();
    try {
      return hasAnswered && failures == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Nobody is in it or waits, and it has nothing to remember.
  boolean idle() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      return inside == 0
          && !lock.hasWaiters(changed)
          && (failures == 0 || now - openUntil >= 0)
          && pauseLeft(now).isZero()
          && pace.isFull(now);
    } finally {
      lock.unlock();
    }
  }

  private Duration pauseLeft(long now) {
    paused = paused && pausedUntil - now > 0;
    return paused ? Duration.ofNanos(pausedUntil - now) : Duration.ZERO;
  }

  private void pause(Duration wait) {
    // So that not all replicas come back at the same moment.
    long jitter = ThreadLocalRandom.current().nextLong(wait.toNanos() / 10 + 1);
    long until =
        nanoTime.getAsLong() + Math.min(wait.toNanos() + jitter, RetryAfter.MOST.toNanos());
    pausedUntil = paused && pausedUntil - until > 0 ? pausedUntil : until;
    paused = true;
    pace.slowDown();
  }

  // Such a failure says something of the host and not of one image.
  private static boolean isHostFailure(Reason reason) {
    return switch (reason) {
      case DNS, CONNECT, TIMEOUT, TLS -> true;
      default -> false;
    };
  }

  private boolean isOpen() {
    return failures >= FAILURES_TO_OPEN;
  }

  private void failed(Verdict.Unavailable failure) {
    boolean wasOpen = isOpen();
    failures++;
    lastFailure = Optional.of(failure);
    if (!wasOpen && isOpen()) {
      opening = FIRST_OPENING;
    } else if (probing) {
      opening = longer(opening);
    }
    openUntil = nanoTime.getAsLong() + opening.toNanos();
  }

  private static Duration longer(Duration opening) {
    Duration twice = opening.multipliedBy(2);
    return twice.compareTo(LONGEST_OPENING) > 0 ? LONGEST_OPENING : twice;
  }

  private void succeeded() {
    hasAnswered = true;
    failures = 0;
    lastFailure = Optional.empty();
  }
}
