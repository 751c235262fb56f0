package io.pullcheck.scan;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.Verdicts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Asks for a pull's verdict until its registry says something about the image. A registry that
/// asks for a pause, or does not answer, is waited for as long as it is not silent for longer than
/// the time-out: so nothing that is queued behind its failure goes unasked. Safe for several
/// threads.
final class Patience {

  // An image that is named twice is asked for once, however long the scan takes.
  private static final Freshness ONCE = new Freshness(Duration.ofDays(1), Duration.ofDays(1));
  private static final Freshness AGAIN = new Freshness(Duration.ofDays(1), Duration.ZERO);
  private static final Duration LONGEST_STEP = Duration.ofSeconds(10);
  // How often a name that does not resolve and a certificate that is not trusted are tried: they
  // hardly ever change within minutes.
  private static final int TRIES = 3;

  private final Verdicts verdicts;
  private final Function<Pull, String> registry;
  private final Duration timeout;
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();

  /// @param registry the host that is asked for a pull
  /// @param timeout how long a registry may say nothing of use
  Patience(Verdicts verdicts, Function<Pull, String> registry, Duration timeout) {
    this.verdicts = verdicts;
    this.registry = registry;
    this.timeout = timeout;
  }

  /// The pull's verdict; blocks.
  CheckedVerdict verdict(Pull pull) throws InterruptedException {
    Host host = hosts.computeIfAbsent(registry.apply(pull), _ -> new Host(timeout));
    Freshness freshness = ONCE;
    for (int tries = 1; true; tries++) {
      long answers = host.answers();
      CheckedVerdict checked = ask(pull, freshness);
      Duration wait = wait(checked.verdict(), tries);
      if (wait.isZero()) {
        host.answered();
        return checked;
      }
      boolean limited = checked.verdict() instanceof Verdict.Inconclusive;
      if (!host.await(wait, answers, limited)) {
        return checked;
      }
      freshness = AGAIN;
    }
  }

  // Not by join, which no interrupt ends.
  private CheckedVerdict ask(Pull pull, Freshness freshness) throws InterruptedException {
    try {
      return verdicts.verdict(pull, freshness, Urgency.NEW).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// How long to wait before the registry is asked again; zero if it has said something.
  private static Duration wait(Verdict verdict, int tries) {
    return switch (verdict) {
      case Verdict.Available _ -> Duration.ZERO;
      case Verdict.Inconclusive inconclusive -> inconclusive.retryAfter().plusMillis(50);
      case Verdict.Unavailable unavailable ->
          switch (unavailable.reason()) {
            case CONNECT, TIMEOUT, SERVER_ERROR -> step(tries);
            case DNS, TLS -> tries < TRIES ? step(tries) : Duration.ZERO;
            default -> Duration.ZERO;
          };
    };
  }

  private static Duration step(int tries) {
    Duration doubled = Duration.ofMillis(500L << Math.min(tries, 10));
    return doubled.compareTo(LONGEST_STEP) < 0 ? doubled : LONGEST_STEP;
  }

  /// What all who wait for one host have in common.
  private static final class Host {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answer = lock.newCondition();
    private final long timeout;
    private long lastAnswer = System.nanoTime();
    private long answers;

    Host(Duration timeout) {
      this.timeout = timeout.toNanos();
    }

    long answers() {
      lock.lock();
      try {
        return answers;
      } finally {
        lock.unlock();
      }
    }

    void answered() {
      lock.lock();
      try {
        lastAnswer = System.nanoTime();
        answers++;
        answer.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /// Waits for the time, or until the host has answered somebody else; not so where it limits.
    ///
    /// @return false at once if the host would be silent for too long by then
    boolean await(Duration wait, long answersBefore, boolean limited) throws InterruptedException {
      lock.lock();
      try {
        long now = System.nanoTime();
        if (now + wait.toNanos() - lastAnswer > timeout) {
          return false;
        }
        long end = now + wait.toNanos();
        while (end - System.nanoTime() > 0 && (limited || answers == answersBefore)) {
          boolean _ = answer.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        return true;
      } finally {
        lock.unlock();
      }
    }
  }
}
