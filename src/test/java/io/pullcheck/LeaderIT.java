package io.pullcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Scrape;
import io.pullcheck.testing.Waiting;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Two replicas on a real API server: one leads, and the other takes over.
final class LeaderIT {

  private static final String LEADER = "k8s_image_availability_exporter_leader";

  @AutoClose private final RealApiServer cluster = RealApiServer.startNew();

  @Test
  void oneReplicaExportsAndTheOtherTakesOverWhenItDies() throws Exception {
    String namespace = cluster.newNamespace("shop");
    cluster.must("create", "deployment", "cart", "--image=reg.io/Not/valid", "-n", namespace);
    try (PullcheckProcess first = start(namespace)) {
      awaitLeader(first, 1);
      awaitState(first, namespace, "bad_image_format");
      try (PullcheckProcess second = start(namespace)) {
        awaitLeader(second, 0);
        assertThat(second.scrape().state(namespace, "cart")).isEmpty();
        assertThat(first.scrape().series()).containsEntry(LEADER, 1.0);

        first.process().kill();
        long died = System.nanoTime();
        awaitLeader(second, 1);
        assertThat(System.nanoTime() - died).isLessThan(15_000_000_000L);
        awaitState(second, namespace, "bad_image_format");

        // One that ends in order gives the lease back, so that the next need not wait for its end.
        second.process().terminate();
        assertThat(second.process().exitStatus()).isZero();
        assertThat(holder(namespace)).isEmpty();
      }
    }
  }

  private PullcheckProcess start(String namespace) throws Exception {
    return PullcheckProcess.start(
        cluster.kubeconfig(), "--namespace=" + namespace, "--leader-elect");
  }

  private String holder(String namespace) throws Exception {
    return cluster.must(
        "get", "lease", "pullcheck", "-n", namespace, "-o=jsonpath={.spec.holderIdentity}");
  }

  private static void awaitLeader(PullcheckProcess replica, double leads) {
    Scrape _ =
        Waiting.until(
            replica::scrape, scrape -> Double.valueOf(leads).equals(scrape.series().get(LEADER)));
  }

  private static void awaitState(PullcheckProcess replica, String namespace, String state) {
    Scrape _ =
        Waiting.until(replica::scrape, scrape -> scrape.state(namespace, "cart").equals(state));
  }
}
