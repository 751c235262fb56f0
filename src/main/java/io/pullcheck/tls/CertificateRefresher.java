package io.pullcheck.tls;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refreshes a [CertificateSource] periodically, and at once when something has changed. A failure
/// is logged when it begins, changes, or ends.
public final class CertificateRefresher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CertificateRefresher.class);

  private final CertificateSource source;
  private final Duration period;
  private final InstantSource clock;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("certificates").unstarted(this::run);
  // The message of the last refresh if it failed, else empty.
  private String failure = "";

  /// @param period between two refreshes, if [#trigger] is not called
  public CertificateRefresher(CertificateSource source, Duration period, InstantSource clock) {
    this.source = source;
    this.period = period;
    this.clock = clock;
  }

  /// Refreshes for the first time before it returns, so that a certificate is there if possible,
  /// and goes on in a thread of its own.
  public void start() {
    refresh();
    thread.start();
  }

  /// Refreshes at once, because something has changed. Does not block.
  public void trigger() {
    wanted.release();
  }

  /// Ends; a refresh that is under way is interrupted.
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean _ = wanted.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS);
        wanted.drainPermits();
        refresh();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refresh() {
    try {
      source.refresh(clock.instant());
      if (!failure.isEmpty()) {
        log.atInfo().log("the serving certificate is looked after again");
      }
      failure = "";
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (!failure.equals(message)) {
        log.atWarn().addKeyValue("problem", message).log("serving certificate");
      }
      failure = message;
    } catch (RuntimeException e) {
      String problem = e.toString();
      if (!failure.equals(problem)) {
        log.atError().setCause(e).log("serving certificate");
      }
      failure = problem;
    }
  }
}
