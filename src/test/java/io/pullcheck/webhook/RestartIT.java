package io.pullcheck.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.TestingVerdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// One replica takes over from another behind a Service, for which a forwarder stands.
@EnabledIf("io.pullcheck.webhook.WebhookCluster#possible")
class RestartIT {

  @Test
  void aReplicaThatDrainsAndStopsFailsNoReview() throws Exception {
    try (WebhookCluster cluster = WebhookCluster.start();
        TestingService service = new TestingService();
        Replica second = new Replica(cluster, new TestingVerdicts(Instant.now()))) {
      cluster.namespace("shop", Map.of());
      Replica first = new Replica(cluster, new TestingVerdicts(Instant.now()));
      cluster.configure(service.port());
      first.start();
      service.leadTo(first.port());
      Until.holds(
          "the API server trusts the webhook", Duration.ofSeconds(20), () -> works(cluster));
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
}
