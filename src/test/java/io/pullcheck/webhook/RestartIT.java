package io.pullcheck.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.Waiting;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// One process takes over from another behind a Service, for which a forwarder stands, while a
/// hundred objects a second are created.
// It counts what fails under load, which other tests' load must not be.
@Isolated
@Tag("slow")
class RestartIT {

  private static final String FAILED_OPEN = "apiserver_admission_webhook_fail_open_count";

  @Test
  void aRollingRestartFailsNoReviewAndLosesNoWarning() throws Exception {
    try (WebhookCluster cluster = new WebhookCluster();
        DockerRegistry registry = DockerRegistry.open();
        TestingService service = new TestingService()) {
      cluster.namespace("shop", Map.of());
      cluster.configure(service.port(), "Ignore");
      String missing = registry.host() + "/shop/cart:v41";
      try (PullcheckProcess first = start(cluster)) {
        service.leadTo(first.webhookPort());
        Waiting.eventually(() -> works(cluster, missing));
        double failedOpen = cluster.metric(FAILED_OPEN);
        try (PullcheckProcess second = start(cluster);
            Load load = new Load(cluster, "shop", missing).start()) {
          load.await(300);
          int _ = Waiting.until(() -> second.get("/readyz").statusCode(), status -> status == 200);
          first.process().terminate();
          // The Service leads elsewhere when it has seen that a replica is no longer ready.
          int _ = Waiting.until(() -> first.get("/readyz").statusCode(), status -> status != 200);
          service.leadTo(second.webhookPort());
          assertThat(first.process().exitStatus()).isZero();
          load.await(300);
          load.end();

          assertThat(load.failures()).isEmpty();
          assertThat(load.created()).isGreaterThanOrEqualTo(600);
          assertThat(load.warned()).isEqualTo(load.created());
          assertThat(cluster.metric(FAILED_OPEN)).isEqualTo(failedOpen);
        }
      }
    }
  }

  private static PullcheckProcess start(WebhookCluster cluster) throws Exception {
    return PullcheckProcess.start(
        cluster.kubeconfig(),
        "--namespace=default",
        "--leader-elect",
        "--kinds=Pod",
        "--shutdown-delay=3s");
  }

  private static boolean works(WebhookCluster cluster, String image) {
    try (Load load = new Load(cluster, "shop", image).start()) {
      load.await(20);
      load.end();
      return load.failures().isEmpty() && load.warned() == load.created();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
