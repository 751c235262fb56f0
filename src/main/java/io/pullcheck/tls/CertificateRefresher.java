package io.pullcheck.tls;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a [CertificateSource] up to date: now and then, and at once when something has changed. A
/// failure is logged once, until it changes or is over.
public final class CertificateRefresher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CertificateRefresher.class);

  private final CertificateSource source;
  private final Duration period;
  private final InstantSource clock;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("certificates").unstarted(this::run);
  private String trouble = "";

  /// @param period between two looks if nothing is heard meanwhile
  public CertificateRefresher(CertificateSource source, Duration period, InstantSource clock) {
    this.source = source;
    this.period = period;
    this.clock = clock;
  }

  /// Looks for the first time before it returns, so that a certificate is there if one can be had,
  /// and goes on in the background.
  public void start() {
    refresh();
    thread.start();
  }

  /// Looks again at once: something has changed.
  public void trigger() {
    wanted.release();
  }

  /// Ends; a look that is under way is interrupted.
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
      if (!trouble.isEmpty()) {
        log.atInfo().log("the serving certificate is looked after again");
      }
      trouble = "";
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (!trouble.equals(message)) {
        log.atWarn().addKeyValue("problem", message).log("serving certificate");
      }
      trouble = message;
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("serving certificate");
    }
  }
}
