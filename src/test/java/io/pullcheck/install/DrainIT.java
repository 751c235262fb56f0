package io.pullcheck.install;

import static io.pullcheck.install.DrainedCluster.DEPLOYED;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kubectl drain` on a real API server with the manifests of `webhook-config/`, and `pullcheck
/// serve` with the ServiceAccount's rights and no other.
@Tag("slow")
class DrainIT {
  private static final String ENTRY = "evictions.pullcheck.io";

  @TempDir static Path folder;
  private static Cluster cluster;
  private static DrainedCluster nodes;
  private static DockerRegistry registry;
  private static PullcheckProcess serve;
  private static String there;
  private static String gone;

  @BeforeAll
  static void start() throws Exception {
    cluster = Cluster.start();
    nodes = new DrainedCluster(cluster);
    cluster.must("apply", "-k", "webhook-config");
    registry = DockerRegistry.open();
    there = registry.push("shop/cart", "v40");
    gone = registry.host() + "/shop/cart:v41";
    var token = cluster.must("create", "token", "pullcheck", "-n=pullcheck").strip();
    var kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), cluster.server().kubeconfig(token));
    serve =
        PullcheckProcess.start(
            kubeconfig, "--namespace=pullcheck", "--evictions=warn", "--eviction-hold=7s");
    reach(serve.webhookPort());
    nodes.namespace("shop", "");
    nodes.pod("shop", "probe", "probe", gone, DEPLOYED);
    boolean _ =
        Waiting.until(
            () -> nodes.drain("probe", "--dry-run=server").err().contains("not found"), it -> it);
  }

  @AfterAll
  static void stop() {
    serve.close();
    registry.close();
    cluster.close();
  }

  /// Points the entry for evictions at the process; the others stay as they are.
  private static void reach(int port) throws IOException {
    cluster.must(
        "patch",
        "validatingwebhookconfiguration/pullcheck",
        "--type=json",
        "-p",
        """
        [{"op": "test", "path": "/webhooks/3/name", "value": "%s"},
         {"op": "remove", "path": "/webhooks/3/clientConfig/service"},
         {"op": "add", "path": "/webhooks/3/clientConfig/url", "value": "https://127.0.0.1:%d/validate"}]
        """
            .formatted(ENTRY, port));
  }

  private static String line(String namespace, String pod) {
    return "pullcheck: pod %s/%s: %s not found: its replacement will not start on another node"
        .formatted(namespace, pod, gone);
  }

  private static double count(String decision) throws Exception {
    var name = "k8s_image_availability_exporter_evictions_total{decision=\"" + decision + "\"}";
    return serve.scrape().series().get(name);
  }

  @Test
  void aDrainIsWarnedAndTakesThePodAway() throws Exception {
    nodes.pod("shop", "cart-0", "node-warned", gone, DEPLOYED);
    nodes.pod("shop", "cart-1", "node-warned", there, DEPLOYED);

    var drained = nodes.drain("node-warned");

    assertThat(drained.exit()).as(drained.err()).isZero();
    assertThat(drained.err()).contains("Warning: " + line("shop", "cart-0") + "\n");
    assertThat(drained.err()).doesNotContain("cart-1: ");
    assertThat(drained.out()).contains("pod/cart-0 evicted", "pod/cart-1 evicted");
    assertThat(count("warned")).isPositive();
    assertThat(count("allowed")).isPositive();
  }

  @Test
  void aDrainIsHeldTriesAgainAndIsLetGoInTheEnd() throws Exception {
    nodes.namespace("strict", "pullcheck.io/evictions=hold");
    nodes.pod("strict", "cart-0", "node-held", gone, DEPLOYED);

    var dry = nodes.drain("node-held", "--dry-run=server");
    var drained = nodes.drain("node-held");

    assertThat(dry.exit()).isZero();
    assertThat(dry.err())
        .contains("Warning: " + line("strict", "cart-0") + "; it would be held for 7s at most");
    assertThat(drained.exit()).as(drained.err()).isZero();
    assertThat(drained.err())
        .contains(
            "error when evicting pods/\"cart-0\" -n \"strict\" (will retry after 5s): "
                + "admission webhook \"evictions.pullcheck.io\" denied the request: "
                + line("strict", "cart-0")
                + ". Push the tag again, or change the workload to one that exists. Held for ")
        .contains("Warning: " + line("strict", "cart-0") + "\n");
    assertThat(drained.out()).contains("pod/cart-0 evicted");
    assertThat(count("held")).isGreaterThanOrEqualTo(1);
    assertThat(count("released")).isEqualTo(1);
    assertThat(serve.process().output())
        .contains(
            "eviction of a pod whose image is gone namespace=strict pod=cart-0 decision=held");
  }

  @Test
  void anImageThatComesBackEndsTheHold() throws Exception {
    nodes.namespace("mended", "pullcheck.io/evictions=hold");
    var image = registry.host() + "/shop/mended:v1";
    nodes.pod("mended", "cart-0", "node-mended", image, DEPLOYED);

    assertThat(nodes.drain("node-mended", "--timeout=1s").err()).contains("Held for ");
    registry.push("shop/mended", "v1");
    var drained = nodes.drain("node-mended");

    assertThat(drained.exit()).as(drained.err()).isZero();
    assertThat(drained.out()).contains("pod/cart-0 evicted");
    assertThat(drained.err()).doesNotContain("Warning: pullcheck: pod mended");
  }

  @Test
  void whatIsNotStartedElsewhereAndNamespacesThatAreOffAreLeftAlone() throws Exception {
    nodes.namespace("silent", "pullcheck.io/evictions=off");
    nodes.namespace("left", "pullcheck.io/mode=off");
    nodes.namespace("bare", "pullcheck.io/evictions=hold");
    for (var namespace : new String[] {"silent", "left"}) {
      nodes.pod(namespace, "cart-0", "node-quiet", gone, DEPLOYED);
    }
    nodes.pod("bare", "cart-0", "node-quiet", gone, "labels: {a: b}");

    var drained = nodes.drain("node-quiet");

    assertThat(drained.exit()).as(drained.err()).isZero();
    assertThat(drained.err()).doesNotContain("pullcheck: pod");
  }

  /// A PodDisruptionBudget is asked after admission: it goes on counting.
  @Test
  void whatABudgetForbidsIsStillForbidden() throws Exception {
    nodes.namespace("budget", "");
    nodes.pod("budget", "cart-0", "node-budget", gone, DEPLOYED + ", labels: {app: cart}");
    cluster.must("create", "pdb", "cart", "-n=budget", "--selector=app=cart", "--min-available=1");

    // As the controller would write it, of which there is none here.
    cluster.must(
        "patch",
        "pdb",
        "cart",
        "-n=budget",
        "--subresource=status",
        "--type=merge",
        "-p={\"status\":{\"observedGeneration\":1,\"desiredHealthy\":1,\"currentHealthy\":0,\"expectedPods\":1,\"disruptionsAllowed\":0}}");

    var drained = nodes.drain("node-budget", "--timeout=1s");

    assertThat(drained.exit()).isNotZero();
    assertThat(drained.err())
        .contains("Warning: " + line("budget", "cart-0"))
        .contains("disruption budget");
  }

  /// While nobody answers, everything goes on as if Pullcheck were not there.
  @Test
  void anUnreachablePullcheckLetsEverythingThrough() throws Exception {
    try (var other = Cluster.start()) {
      other.must("apply", "-k", "webhook-config");
      var alone = new DrainedCluster(other);
      alone.namespace("shop", "pullcheck.io/evictions=hold");
      alone.pod("shop", "cart-0", "node-1", gone, DEPLOYED);

      var drained = alone.drain("node-1");

      assertThat(drained.exit()).as(drained.err()).isZero();
      assertThat(drained.out()).contains("pod/cart-0 evicted");
    }
  }
}
