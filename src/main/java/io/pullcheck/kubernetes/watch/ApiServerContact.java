package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pullcheck.kubernetes.ApiFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs once for all informers that the API server does not answer, or does not let us in, and what
/// that means; and once that it does again.
final class ApiServerContact {

  private static final Logger log = LoggerFactory.getLogger(ApiServerContact.class);

  private final InstantSource clock;
  private final AtomicReference<@Nullable Instant> lost = new AtomicReference<>();

  ApiServerContact(InstantSource clock) {
    this.clock = clock;
  }

  void lost(Throwable cause) {
    if (lost.compareAndSet(null, clock.instant())) {
      log.atWarn()
          .addKeyValue("error", ApiFailure.describe(cause))
          .log(
              (isUnauthorized(cause)
                      ? "API server does not accept our credentials"
                      : "API server does not answer")
                  + "; verdicts go on for what is known, new workloads are not seen until it does");
    }
  }

  private static boolean isUnauthorized(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException exception && exception.getCode() == 401) {
        return true;
      }
    }
    return false;
  }

  void found() {
    @Nullable Instant since = lost.getAndSet(null);
    if (since != null) {
      log.atInfo()
          .addKeyValue(
              "after", Duration.between(since, clock.instant()).truncatedTo(ChronoUnit.SECONDS))
          .log("API server answers again; new workloads are seen");
    }
  }
}
