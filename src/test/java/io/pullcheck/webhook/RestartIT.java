package io.pullcheck.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.image.CheckedVerdict;
import io.pullcheck.image.Pull;
import io.pullcheck.image.Urgency;
import io.pullcheck.image.Verdict;
import io.pullcheck.inventory.Freshness;
import io.pullcheck.inventory.Verdicts;
import io.pullcheck.testing.Waiting;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// One replica takes over from another behind a Service, for which a forwarder stands.
// It counts what fails under load, which other tests' load must not be.
@Isolated
class RestartIT {

  @Test
  void aReplicaThatDrainsAndStopsFailsNoReview() throws Exception {
    try (WebhookCluster cluster = new WebhookCluster();
        TestingService service = new TestingService();
        Replica second = new Replica(cluster, new SlowVerdicts())) {
      cluster.namespace("shop", Map.of());
      Replica first = new Replica(cluster, new SlowVerdicts());
      cluster.configure(service.port());
      first.start();
      service.leadTo(first.port());
      Waiting.eventually(() -> works(cluster));
      second.start();
      assertThat(second.ready()).isTrue();
      try (Load load = new Load(cluster, "shop").start()) {
        load.await(200);
        // The order of SIGTERM: not ready, so that the Service leads elsewhere; connections close
        // one by one; then the end.
        service.leadTo(second.port());
        first.drain();
        load.await(200);
        first.close();
        load.await(200);
        assertThat(load.failures()).isEmpty();
        assertThat(load.created()).isGreaterThanOrEqualTo(600);
      }
    }
  }

  private static boolean works(WebhookCluster cluster) {
    try (Load load = new Load(cluster, "shop").start()) {
      load.await(20);
      return load.failures().isEmpty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Each check takes a while, so that at any moment dozens of reviews are in flight.
  private static final class SlowVerdicts implements Verdicts {

    @Override
    public CompletableFuture<CheckedVerdict> verdict(
        Pull pull, Freshness freshness, Urgency urgency) {
      return CompletableFuture.supplyAsync(
          () -> new CheckedVerdict(new Verdict.Available(Optional.empty()), Instant.now()),
          CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
    }

    @Override
    public Optional<CheckedVerdict> last(Pull pull) {
      return Optional.empty();
    }
  }
}
