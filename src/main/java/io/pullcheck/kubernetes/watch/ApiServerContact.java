package io.pullcheck.kubernetes.watch;

import io.pullcheck.kubernetes.ApiFailure;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs once for all informers that the API server does not answer, and once that it does again.
final class ApiServerContact {

  private static final Logger log = LoggerFactory.getLogger(ApiServerContact.class);

  private final AtomicBoolean lost = new AtomicBoolean();

  void lost(Throwable cause) {
    if (lost.compareAndSet(false, true)) {
      log.atWarn()
          .addKeyValue("error", ApiFailure.describe(cause))
          .log("API server does not answer; trying again until it does");
    }
  }

  void found() {
    if (lost.compareAndSet(true, false)) {
      log.info("API server answers again");
    }
  }
}
