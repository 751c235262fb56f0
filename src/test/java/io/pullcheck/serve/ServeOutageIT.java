package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Scrape;
import io.pullcheck.testing.Waiting;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The API server goes away and comes back, on the same data and port.
@Tag("slow")
final class ServeOutageIT {

  @Test
  void informersRecoverAndNothingFalseIsExportedMeanwhile() throws Exception {
    try (RealApiServer cluster = RealApiServer.startNew();
        DockerRegistry registry = DockerRegistry.open()) {
      String namespace = cluster.newNamespace("shop");
      String image = registry.push("shop/cart", "v1");
      cluster.must("create", "deployment", "cart", "--image=" + image, "-n", namespace);
      cluster.must(
          "create", "deployment", "gone", "--image=" + registry.host() + "/no:1", "-n", namespace);
      try (PullcheckProcess pullcheck =
          PullcheckProcess.start(cluster.kubeconfig(), "--namespace=" + namespace)) {
        awaitState(pullcheck, namespace, "cart", "available");
        awaitState(pullcheck, namespace, "gone", "absent");

        cluster.stop();
        double ticks = ticks(pullcheck);
        Scrape _ = Waiting.until(pullcheck::scrape, scrape -> ticks(scrape) > ticks + 20);
        assertThat(pullcheck.scrape().state(namespace, "cart")).isEqualTo("available");
        assertThat(pullcheck.scrape().state(namespace, "gone")).isEqualTo("absent");
        registry.delete("shop/cart", "v1");
        awaitState(pullcheck, namespace, "cart", "absent");
        awaitLog(
            pullcheck,
            "WARN  API server does not answer; verdicts go on for what is known, new workloads are"
                + " not seen until it does error=\"connection refused\"");

        cluster.start();
        cluster.must("create", "deployment", "new", "--image=" + image, "-n", namespace);
        cluster.must("delete", "deployment", "gone", "-n", namespace);
        awaitState(pullcheck, namespace, "new", "absent");
        awaitState(pullcheck, namespace, "gone", "");
        awaitLog(pullcheck, "INFO  API server answers again; new workloads are seen after=");
        assertThat(pullcheck.process().output()).doesNotContain("ClosedChannelException");

        pullcheck.process().terminate();
        assertThat(pullcheck.process().exitStatus()).isZero();
      }
    }
  }

  private static void awaitState(
      PullcheckProcess pullcheck, String namespace, String name, String state) {
    Scrape _ =
        Waiting.until(pullcheck::scrape, scrape -> scrape.state(namespace, name).equals(state));
  }

  private static void awaitLog(PullcheckProcess pullcheck, String line) {
    String _ = Waiting.until(pullcheck.process()::output, log -> log.contains(line));
  }

  private static double ticks(PullcheckProcess pullcheck) throws Exception {
    return ticks(pullcheck.scrape());
  }

  private static double ticks(Scrape scrape) {
    Map<String, Double> series = scrape.series();
    return series.get("k8s_image_availability_exporter_completed_rechecks_total");
  }
}
