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

/// The limits of one registry host: a cap on checks at a time, a token bucket, the pause that the
/// host asked for by Retry-After, and a circuit breaker. A check's deadline starts once it is
/// admitted. Safe for several threads.
final class HostGate {

  private static final int FAILURES_TO_OPEN = 3;
  private static final Duration FIRST_OPENING = Duration.ofSeconds(2);
  private static final Duration LONGEST_OPENING = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LongSupplier nanoTime;
  private final AdaptiveTokenBucket bucket;
  private int concurrency;
  private int admitted;
  private int urgentWaiting;
  private long pausedUntil;
  private boolean paused;
  private boolean hasAnswered;
  private int failures;
  private Duration openFor = FIRST_OPENING;
  private long openUntil;
  private boolean probing;
  private Optional<Verdict.Unavailable> lastFailure = Optional.empty();

  HostGate(HostSettings settings, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.concurrency = settings.concurrency();
    this.bucket = new AdaptiveTokenBucket(settings.requestsPerSecond(), nanoTime.getAsLong());
  }

  void configure(HostSettings settings) {
    lock.lock();
    try {
      concurrency = settings.concurrency();
      bucket.configure(settings.requestsPerSecond());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until a check may begin, urgent ones first.
  ///
  /// @return nothing when the check may begin, after which [#release] must be called; else, while
  ///   the host is paused or its circuit is open, the verdict without asking it
  Optional<Verdict> acquire(Urgency urgency) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean urgent = urgency == Urgency.URGENT;
      urgentWaiting += urgent ? 1 : 0;
      try {
        return awaitAdmission(urgent);
      } finally {
        urgentWaiting -= urgent ? 1 : 0;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<Verdict> awaitAdmission(boolean urgent) throws InterruptedException {
    while (true) {
      long now = nanoTime.getAsLong();
      Duration pause = pauseLeft(now);
      if (!pause.isZero()) {
        return Optional.of(new Verdict.Inconclusive(Reason.RATE_LIMITED, pause));
      }
      if (isOpen() && (probing || now - openUntil < 0)) {
        return lastFailure.map(Verdict.class::cast);
      }
      Duration wait = bucket.untilNext(now);
      boolean turn = admitted < concurrency && (urgent || urgentWaiting == 0);
      if (turn && wait.isZero()) {
        probing = isOpen();
        admitted++;
        bucket.spend(now);
        return Optional.empty();
      }
      if (turn) {
        long _ = changed.awaitNanos(wait.toNanos());
      } else {
        boolean _ = changed.await(1, TimeUnit.MINUTES);
      }
    }
  }

  /// Ends an admitted check; its verdict opens or closes the circuit, or pauses the host.
  void release(Verdict verdict) {
    lock.lock();
    try {
      admitted--;
      switch (verdict) {
        case Verdict.Inconclusive kept when kept.reason() == Reason.RATE_LIMITED ->
            pauseLocked(kept.retryAfter());
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

  /// Accounts for a further request of an admitted check, which is sent without waiting.
  void anotherRequest() {
    lock.lock();
    try {
      bucket.spend(nanoTime.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /// Admits no check for that long, at most [RetryAfter#LONGEST] with its jitter.
  void pause(Duration time) {
    lock.lock();
    try {
      pauseLocked(time);
    } finally {
      lock.unlock();
    }
  }

  HostGateStatus status() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      return new HostGateStatus(pauseLeft(now), isOpen(), bucket.requestsPerSecond(now));
    } finally {
      lock.unlock();
    }
  }

  /// Has the host answered, and its last check too?
  boolean answers() {
    lock.lock();
    try {
      return hasAnswered && failures == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Can the gate be removed, since a new one would behave the same?
  boolean idle() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      return admitted == 0
          && !lock.hasWaiters(changed)
          && (failures == 0 || now - openUntil >= 0)
          && pauseLeft(now).isZero()
          && bucket.isFull(now);
    } finally {
      lock.unlock();
    }
  }

  private Duration pauseLeft(long now) {
    paused = paused && pausedUntil - now > 0;
    return paused ? Duration.ofNanos(pausedUntil - now) : Duration.ZERO;
  }

  private void pauseLocked(Duration wait) {
    // Jitter of up to a tenth, so that not all replicas come back at the same moment.
    long jitter = ThreadLocalRandom.current().nextLong(wait.toNanos() / 10 + 1);
    long until =
        nanoTime.getAsLong() + Math.min(wait.toNanos() + jitter, RetryAfter.LONGEST.toNanos());
    pausedUntil = paused && pausedUntil - until > 0 ? pausedUntil : until;
    paused = true;
    bucket.slowDown();
  }

  // Only these failures say that the host is down; others are about one image.
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
      openFor = FIRST_OPENING;
    } else if (probing) {
      openFor = longer(openFor);
    }
    openUntil = nanoTime.getAsLong() + openFor.toNanos();
  }

  private static Duration longer(Duration before) {
    Duration twice = before.multipliedBy(2);
    return twice.compareTo(LONGEST_OPENING) > 0 ? LONGEST_OPENING : twice;
  }

  private void succeeded() {
    hasAnswered = true;
    failures = 0;
    lastFailure = Optional.empty();
  }
}
