package io.pullcheck.registry.limit;

import io.pullcheck.config.HostSettings;
import io.pullcheck.model.Caller;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The limits of one registry host: a cap on requests at a time, a token bucket, the pause that the
/// host asked for by Retry-After, and a circuit breaker. Each request of a check has a turn of its
/// own; the turns go round by namespace, and no namespace has more than three quarters of the
/// requests at a time. A check's deadline does not run while it waits. Safe for several threads.
final class HostGate {

  private static final int FAILURES_TO_OPEN = 3;
  private static final Duration FIRST_OPENING = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_OPENING = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Turns<Condition> turns = new Turns<>();
  private final Map<String, Integer> admittedOf = new HashMap<>();
  private final LongSupplier nanoTime;
  private final AdaptiveTokenBucket bucket;
  private int concurrency;
  private int admitted;
  // Checks that have begun, whether or not one of their requests is admitted now.
  private int checks;
  private long pausedUntil;
  private boolean paused;
  private boolean hasAnswered;
  private int failures;
  private Duration openFor = FIRST_OPENING;
  private long openUntil;
  private final Places unproven;
  private boolean probing;
  private Optional<Verdict.Unavailable> lastFailure = Optional.empty();

  /// @param unproven where checks hold a place until the host has answered
  HostGate(HostSettings settings, LongSupplier nanoTime, Places unproven) {
    this.nanoTime = nanoTime;
    this.unproven = unproven;
    this.concurrency = settings.concurrency();
    this.bucket = new AdaptiveTokenBucket(settings.requestsPerSecond(), nanoTime.getAsLong());
  }

  Places unproven() {
    return unproven;
  }

  void configure(HostSettings settings) {
    lock.lock();
    try {
      concurrency = settings.concurrency();
      bucket.configure(settings.requestsPerSecond());
      turns.forEach(Condition::signal);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until a check may begin with its first request.
  ///
  /// @return nothing when the check may begin, after which [#release] must be called; else, while
  ///   the host is paused or its circuit is open, the verdict without asking it
  Optional<Verdict> acquire(Caller caller) throws InterruptedException {
    return awaitTurn(caller, false);
  }

  /// Waits until a further request of a check that has left may be sent.
  ///
  /// @return the verdict while the host is paused; the check is then not admitted
  Optional<Verdict> again(Caller caller) throws InterruptedException {
    return awaitTurn(caller, true);
  }

  /// The request of an admitted check is done, but the check goes on.
  void leave(Caller caller) {
    lock.lock();
    try {
      leaveLocked(caller);
    } finally {
      lock.unlock();
    }
  }

  /// The verdict without asking, while the host is paused or its circuit is open.
  Optional<Verdict> closed() {
    lock.lock();
    try {
      return closed(nanoTime.getAsLong(), false);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Verdict> awaitTurn(Caller caller, boolean further) throws InterruptedException {
    lock.lockInterruptibly();
    Condition me = lock.newCondition();
    turns.add(caller, me);
    try {
      while (true) {
        long now = nanoTime.getAsLong();
        Optional<Verdict> closed = closed(now, further);
        if (closed.isPresent()) {
          return closed;
        }
        Duration wait = bucket.untilNext(now);
        boolean next = admitted < concurrency && first().filter(me::equals).isPresent();
        if (next && wait.isZero()) {
          turns.begun(caller, me);
          admit(caller, further, now);
          return Optional.empty();
        }
        long _ = me.awaitNanos(next ? wait.toNanos() : LONGEST_WAIT.toNanos());
      }
    } finally {
      turns.remove(caller, me);
      first().ifPresent(Condition::signal);
      lock.unlock();
    }
  }

  private Optional<Verdict> closed(long now, boolean further) {
    Duration pause = pauseLeft(now);
    if (!pause.isZero()) {
      return Optional.of(new Verdict.Inconclusive(Reason.RATE_LIMITED, pause));
    }
    return !further && isOpen() && (probing || now - openUntil < 0)
        ? lastFailure.map(Verdict.class::cast)
        : Optional.empty();
  }

  private Optional<Condition> first() {
    int most = concurrency - concurrency / 4;
    return turns.first(namespace -> admittedOf.getOrDefault(namespace, 0) < most);
  }

  private void admit(Caller caller, boolean further, long now) {
    probing = further ? probing : isOpen();
    checks += further ? 0 : 1;
    admitted++;
    admittedOf.merge(caller.namespace(), 1, Integer::sum);
    bucket.spend(now);
  }

  private void leaveLocked(Caller caller) {
    admitted--;
    admittedOf.computeIfPresent(caller.namespace(), (_, count) -> count == 1 ? null : count - 1);
    first().ifPresent(Condition::signal);
  }

  /// Ends a check; its verdict opens or closes the circuit, or pauses the host.
  ///
  /// @param admitted whether its last request is still admitted
  void release(Caller caller, Verdict verdict, boolean admitted) {
    lock.lock();
    try {
      checks--;
      switch (verdict) {
        case Verdict.Inconclusive kept when kept.reason() == Reason.RATE_LIMITED ->
            pauseLocked(kept.retryAfter());
        case Verdict.Inconclusive _ -> {}
        case Verdict.Unavailable unavailable when isHostFailure(unavailable.reason()) ->
            failed(unavailable);
        case Verdict.Unavailable _, Verdict.Available _ -> succeeded();
      }
      probing = false;
      if (admitted) {
        leaveLocked(caller);
      }
      if (isOpen()) {
        // Nobody needs to wait any longer.
        turns.forEach(Condition::signal);
      }
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

  /// Has the host answered, and does it still, as far as the circuit breaker says?
  boolean answers() {
    lock.lock();
    try {
      return hasAnswered && !isOpen();
    } finally {
      lock.unlock();
    }
  }

  /// Can the gate be removed, since a new one would behave the same?
  boolean idle() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      return checks == 0
          && turns.isEmpty()
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
    // Of several checks that are told so at a time, only the first slows the rate down.
    boolean again = !pauseLeft(nanoTime.getAsLong()).isZero();
    long jitter = ThreadLocalRandom.current().nextLong(wait.toNanos() / 10 + 1);
    long until =
        nanoTime.getAsLong() + Math.min(wait.toNanos() + jitter, RetryAfter.LONGEST.toNanos());
    pausedUntil = paused && pausedUntil - until > 0 ? pausedUntil : until;
    paused = true;
    if (!again) {
      bucket.slowDown();
    }
    turns.forEach(Condition::signal);
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
