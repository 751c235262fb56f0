package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Scrape;
import io.pullcheck.testing.Waiting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A tag is deleted, and had back by what Pullcheck says.
@Tag("slow")
final class RescueIT {

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "cart-5d4f8c7b9-x2x4z", "ownerReferences": [
         {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "cart-5d4f8c7b9",
          "uid": "0b7e8e2e-0000-4000-8000-000000000000", "controller": true}]},
       "spec": {"nodeName": "node-3", "containers": [{"name": "cart", "image": "IMAGE"}]}}
      """;
  private static final String STATUS =
      """
      {"status": {"phase": "Running", "containerStatuses": [{"name": "cart", "image": "IMAGE",
       "imageID": "IMAGE@DIGEST", "containerID": "containerd://1", "ready": true,
       "restartCount": 0}]}}
      """;

  @Test
  void aTagThatIsGoneIsHadBackByTheDigestThatAPodHas() throws Exception {
    RealApiServer cluster = RealApiServer.shared();
    try (DockerRegistry registry = DockerRegistry.open()) {
      String namespace = cluster.newNamespace("shop");
      String image = registry.push("shop/cart", "v41");
      String digest = registry.digest("shop/cart", "v41");
      cluster.must("create", "deployment", "cart", "--image=" + image, "-n", namespace);
      run(cluster, namespace, image, digest);
      registry.untag("shop/cart", "v41");

      // It has never seen the tag: only the pod tells what it named.
      try (PullcheckProcess pullcheck =
          PullcheckProcess.start(
              cluster.kubeconfig(), "--namespaces=" + namespace, "--watch-pods=true")) {
        await(pullcheck, namespace, "absent");
        assertThat(pullcheck.scrape().series())
            .containsEntry(series("recoverable", digest, image, namespace), 1.0)
            .containsEntry(of("absent_image_replicas", image, namespace), 1.0)
            .containsEntry(of("absent_image_pods", image, namespace), 1.0)
            .containsEntry(of("absent_image_nodes", image, namespace), 1.0);
        String command = "crane tag " + registry.host() + "/shop/cart@" + digest + " v41";
        String _ =
            pullcheck.images(
                "?state=absent",
                "Its manifest " + digest + " is still in the registry: tag it again.",
                command,
                "Still on node-3: export it there and push it.",
                "\"running\":{\"pods\":1,\"nodes\":1}");
        assertThat(described(cluster, namespace, "ImageUnavailable"))
            .contains("is still in the registry: tag it again. `" + command + "`");

        assertThat(scanned(cluster, namespace))
            .contains(
                "Its manifest " + digest + " is still in the registry: tag it again.\n",
                command + "\n",
                "Still on node-3: export it there and push it.\n");

        registry.tag("shop/cart", digest, "v41");
        await(pullcheck, namespace, "available");
        assertThat(pullcheck.scrape().series().keySet())
            .noneMatch(series -> series.contains("recoverable") || series.contains("absent_image"));
      }
    }
  }

  @Test
  void aTagThatWasPushedAgainIsShownBesideWhatItsPodsRun() throws Exception {
    RealApiServer cluster = RealApiServer.shared();
    try (DockerRegistry registry = DockerRegistry.open()) {
      String namespace = cluster.newNamespace("shop");
      String image = registry.push("shop/cart", "v41");
      String before = registry.digest("shop/cart", "v41");
      cluster.must("create", "deployment", "cart", "--image=" + image, "-n", namespace);
      run(cluster, namespace, image, before);
      try (PullcheckProcess pullcheck =
          PullcheckProcess.start(
              cluster.kubeconfig(), "--namespaces=" + namespace, "--watch-pods=true")) {
        await(pullcheck, namespace, "available");
        assertThat(pullcheck.scrape().series().keySet())
            .noneMatch(series -> series.contains("digest_drift"));

        String _ =
            registry.push(
                "shop/cart",
                "v41",
                Set.of(new Platform("amd64", "linux"), new Platform("arm64", "linux")));
        Scrape drifted = Waiting.until(pullcheck::scrape, scrape -> !drifts(scrape).isEmpty());
        assertThat(drifts(drifted)).containsExactly(1.0);
        String after = registry.digest("shop/cart", "v41");
        assertThat(described(cluster, namespace, "ImageTagMoved"))
            .contains(
                "was pushed again: its pods run " + before + ", and the next one runs " + after);
        String _ = pullcheck.images("", "\"moved\":{\"pods\":1,\"running\":\"" + before + "\"");
      }
    }
  }

  private static String described(RealApiServer cluster, String namespace, String event) {
    return Waiting.until(
        () -> cluster.must("describe", "deployment", "cart", "-n", namespace),
        text -> text.contains(event));
  }

  private static String scanned(RealApiServer cluster, String namespace) throws Exception {
    List<String> command =
        List.of(
            PullcheckProcess.launcher().toString(),
            "scan",
            "--cluster",
            "--kubeconfig=" + cluster.kubeconfig(),
            "-n",
            namespace);
    return Command.run(command).out();
  }

  private static Collection<Double> drifts(Scrape scrape) {
    return scrape.series().entrySet().stream()
        .filter(series -> series.getKey().contains("_digest_drift{"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static void run(RealApiServer cluster, String namespace, String image, String digest)
      throws Exception {
    assertThat(
            cluster
                .kubectlReading(POD.replace("IMAGE", image), "apply", "-n", namespace, "-f", "-")
                .exit())
        .isZero();
    cluster.must(
        "patch",
        "pod",
        "cart-5d4f8c7b9-x2x4z",
        "-n",
        namespace,
        "--subresource=status",
        "--type=merge",
        "-p",
        STATUS.replace("IMAGE", image).replace("DIGEST", digest));
  }

  private static void await(PullcheckProcess pullcheck, String namespace, String state) {
    Scrape _ =
        Waiting.until(pullcheck::scrape, scrape -> scrape.state(namespace, "cart").equals(state));
  }

  private static String series(String metric, String digest, String image, String namespace) {
    return "k8s_image_availability_exporter_%s{container=\"cart\",digest=\"%s\",image=\"%s\",kind=\"deployment\",name=\"cart\",namespace=\"%s\"}"
        .formatted(metric, digest, image, namespace);
  }

  private static String of(String metric, String image, String namespace) {
    return "k8s_image_availability_exporter_%s{image=\"%s\",namespace=\"%s\"}"
        .formatted(metric, image, namespace);
  }
}
