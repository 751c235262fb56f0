package io.pullcheck.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.TestingWebhook;
import io.pullcheck.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Another pod of the cluster, which reaches every port, or may write a Lease.
@Tag("slow")
@Isolated("The attacks take all of the machine's CPU, and others measure deadlines.")
final class NeighbourIT {

  private static final String LEADER = "k8s_image_availability_exporter_leader";
  // As many reviews as Pullcheck has places for, and some more.
  private static final int REVIEWS = 1_100;

  @TempDir private Path folder;
  @AutoClose private final RealApiServer cluster = RealApiServer.startNew();

  @Test
  void whoTricklesBodiesKeepsNoReviewOfTheApiServersOut() throws Exception {
    String namespace = cluster.newNamespace("shop");
    try (HonestTenant honest = new HonestTenant(cluster, namespace);
        SmallServe serve = serve(honest, namespace)) {
      honest.awaitKnown(serve);
      configureWebhook(serve.process().webhookPort());
      try (TricklingNeighbour neighbour =
          new TricklingNeighbour(serve.process().webhookPort(), REVIEWS)) {
        assertThat(neighbour.begun()).isGreaterThan(REVIEWS / 2);

        for (int i = 0; i < 5; i++) {
          assertThat(review(namespace, honest.host() + "/shop/gone:v" + i)).contains(" not found");
        }
      }
      assertThat(serve.isWell()).isTrue();
    }
  }

  /// Dated 2999, its verdicts would be adopted for good, and every replica would deny an image that
  /// is there.
  @Test
  void aLeaderThatIsNoneOfUsIsNotBelieved() throws Exception {
    String namespace = cluster.newNamespace("shop");
    try (HonestTenant honest = new HonestTenant(cluster, namespace);
        FalseLeader leader = new FalseLeader(gone(honest.image(), namespace))) {
      assertThat(cluster.kubectlReading(lease(leader), "create", "-n", namespace, "-f", "-").exit())
          .isZero();
      try (SmallServe serve = serve(honest, namespace, "--leader-elect")) {
        honest.awaitKnown(serve);

        assertThat(serve.process().scrape().series()).containsEntry(LEADER, 1.0);
        assertThat(serve.process().process().output()).contains(leader.address());
        assertThat(leader.answered()).isZero();
      }
    }
  }

  private SmallServe serve(HonestTenant honest, String namespace, String... more) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            "registries:\n- {host: '%s', requestsPerSecond: 0, plainHttp: true}\n"
                .formatted(honest.host()));
    Stream<String> flags =
        Stream.of(
            "--namespace=" + namespace,
            "--namespaces=" + namespace,
            "--webhook-configuration-name=hostile",
            "--check-interval=2s",
            "--config=" + config);
    return new SmallServe(
        "-XX:MaxRAM=512m",
        cluster.kubeconfig(),
        Stream.concat(flags, Stream.of(more)).toArray(String[]::new));
  }

  private static String gone(String image, String namespace) {
    return """
        {"image":"%s","namespace":"%s","pullSecrets":[],"serviceAccount":"default",\
        "last":{"state":"absent","reason":"manifest_unknown","detail":"","at":"2999-01-01T00:00:00Z"},\
        "since":"2999-01-01T00:00:00Z","due":"2999-01-01T00:00:00Z"}
        """
        .formatted(image, namespace);
  }

  private static String lease(FalseLeader leader) {
    return """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: pullcheck, annotations: {pullcheck.io/address: "%s"}}
        spec: {holderIdentity: somebody, leaseDurationSeconds: 10}
        """
        .formatted(leader.address());
  }

  private void configureWebhook(int port) throws Exception {
    TestingWebhook.configure(cluster, "hostile", port);
    // Until the caBundle is there, and the API server has noticed.
    String _ =
        Waiting.until(
            () -> review("default", "reg.test/x:v1"),
            answer -> answer.contains("created (server dry run)"));
  }

  private String review(String namespace, String image) throws Exception {
    return cluster
        .kubectl(
            "create", "deployment", "w", "--dry-run=server", "--image=" + image, "-n", namespace)
        .toString();
  }
}
