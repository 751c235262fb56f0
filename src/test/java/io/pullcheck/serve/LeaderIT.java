package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Scrape;
import io.pullcheck.testing.TestingWebhook;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two replicas on a real API server: one leads, and the other takes over.
@Tag("slow")
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

  /// Checks are far apart, so that the new leader knows only what the old one has found; and the
  /// registry is gone, so that nothing could be found again.
  @Test
  void theNewLeaderForgetsNothingSaysNothingFalseAndAdmissionGoesOn() throws Exception {
    String namespace = cluster.newNamespace("shop");
    try (DockerRegistry registry = DockerRegistry.open();
        PullcheckProcess first = start(namespace, SELDOM)) {
      String image = registry.push("shop/cart", "v1");
      String missing = registry.host() + "/shop/cart:v2";
      cluster.must("create", "deployment", "cart", "--image=" + image, "-n", namespace);
      cluster.must("create", "deployment", "missing", "--image=" + missing, "-n", namespace);
      awaitState(first, namespace, "available");
      Map<String, Double> known = imageSeries(awaitState(first, namespace, "missing", "absent"));
      awaitLeader(first, 1);
      try (PullcheckProcess second = start(namespace, SELDOM)) {
        awaitLeader(second, 0);
        assertThat(imageSeries(second.scrape())).isEmpty();
        String page = second.images("?state=absent", missing);
        assertThat(page).contains("\"view\":\"the leader at 127.0.0.1:");
        TestingWebhook.configure(cluster, "pullcheck", second.webhookPort());
        awaitWarning(namespace, missing);

        registry.stop();
        first.process().kill();
        long died = System.nanoTime();
        Scrape last;
        int warned = 0;
        do {
          last = second.scrape();
          assertThat(imageSeries(last)).isIn(Map.of(), known);
          warned += warns(namespace, missing) ? 1 : -1000;
        } while (last.series().get(LEADER) == 0);
        assertThat(System.nanoTime() - died).isLessThan(15_000_000_000L);
        assertThat(warned).isPositive();
        assertThat(imageSeries(second.scrape())).isEqualTo(known);
        // What only the old leader had asked the registry about serves admission as well.
        assertThat(warning(namespace, missing)).contains(missing + " not found (as of ");
        assertThat(warning(namespace, image)).contains(" metrics say why (available ");
      }
    }
  }

  /// SIGTERM begins a long shutdown delay, in which the other replica must lead already. What the
  /// old leader found a moment before is known to the new one, which could not find it itself.
  @Test
  void aLeaderThatIsToldToEndHandsOverAtOnceAndAnswersReviewsMeanwhile() throws Exception {
    String namespace = cluster.newNamespace("shop");
    try (DockerRegistry registry = DockerRegistry.open();
        PullcheckProcess first = start(namespace, SELDOM[0], SELDOM[1], "--shutdown-delay=20s")) {
      String image = registry.push("shop/cart", "v1");
      String missing = registry.host() + "/shop/cart:v2";
      awaitLeader(first, 1);
      TestingWebhook.configure(cluster, "pullcheck", first.webhookPort());
      awaitWarning(namespace, missing);
      try (PullcheckProcess second = start(namespace, SELDOM)) {
        String _ =
            Waiting.until(
                () -> second.get("/api/v1/images").body() + second.process().output(),
                page -> page.contains(", copied "));
        cluster.must("create", "deployment", "cart", "--image=" + image, "-n", namespace);
        Map<String, Double> known = imageSeries(awaitState(first, namespace, "cart", "available"));
        registry.stop();

        first.process().terminate();
        long told = System.nanoTime();
        awaitLeader(second, 1);
        assertThat(System.nanoTime() - told).isLessThan(8_000_000_000L);

        Scrape ending = first.scrape();
        assertThat(ending.series()).containsEntry(LEADER, 0.0);
        assertThat(imageSeries(ending)).isEmpty();
        assertThat(warns(namespace, missing)).isTrue();
        assertThat(first.process().isAlive()).isTrue();
        Scrape _ = Waiting.until(second::scrape, scrape -> imageSeries(scrape).equals(known));
      }
      assertThat(first.process().exitStatus()).isZero();
    }
  }

  private static final String[] SELDOM = {"--check-interval=1h", "--failed-check-interval=1h"};

  // With the times at which they were checked.
  private static Map<String, Double> imageSeries(Scrape scrape) {
    Map<String, Double> images = new TreeMap<>(scrape.series());
    images.keySet().removeIf(name -> !name.contains("image=\""));
    return images;
  }

  private void awaitWarning(String namespace, String image) {
    Waiting.eventually(
        () -> {
          try {
            return warns(namespace, image);
          } catch (IOException e) {
            return false;
          }
        });
  }

  private boolean warns(String namespace, String image) throws IOException {
    return warning(namespace, image).startsWith("Warning: ");
  }

  // With a failed webhook the creation fails.
  private String warning(String namespace, String image) throws IOException {
    return cluster
        .kubectl(
            "create", "deployment", "w", "--dry-run=server", "--image=" + image, "-n", namespace)
        .err();
  }

  private PullcheckProcess start(String namespace, String... more) throws Exception {
    List<String> flags = new ArrayList<>(List.of("--namespace=" + namespace, "--leader-elect"));
    flags.addAll(List.of(more));
    return PullcheckProcess.start(cluster.kubeconfig(), flags.toArray(new String[0]));
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
    Scrape _ = awaitState(replica, namespace, "cart", state);
  }

  private static Scrape awaitState(
      PullcheckProcess replica, String namespace, String name, String state) {
    return Waiting.until(replica::scrape, scrape -> scrape.state(namespace, name).equals(state));
  }
}
