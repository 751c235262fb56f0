package io.pullcheck.metrics;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.RunningPods;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.workload.RunningPod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RescueMetricsTest {

  private static final String OLD = "sha256:" + "a".repeat(64);
  private static final String NEW = "sha256:" + "b".repeat(64);
  private static final String CART = "reg.io/cart:v1";
  private static final String WEB = "reg.io/web:v1";

  private static final String GOLDEN =
      """
      # HELP k8s_image_availability_exporter_recoverable The tag is gone, but its registry still has the manifest.
      # TYPE k8s_image_availability_exporter_recoverable gauge
      k8s_image_availability_exporter_recoverable{container="c0",digest="OLD",image="reg.io/cart:v1",kind="deployment",name="cart",namespace="shop"} 1.0
      k8s_image_availability_exporter_recoverable{container="c0",digest="OLD",image="reg.io/cart:v1",kind="deployment",name="till",namespace="shop"} 1.0
      # HELP k8s_image_availability_exporter_absent_image_replicas Pods that workloads want of an absent image.
      # TYPE k8s_image_availability_exporter_absent_image_replicas gauge
      k8s_image_availability_exporter_absent_image_replicas{image="reg.io/cart:v1",namespace="shop"} 2.0
      # HELP k8s_image_availability_exporter_absent_image_pods Pods that still run an absent image.
      # TYPE k8s_image_availability_exporter_absent_image_pods gauge
      k8s_image_availability_exporter_absent_image_pods{image="reg.io/cart:v1",namespace="shop"} 1.0
      # HELP k8s_image_availability_exporter_absent_image_nodes Nodes that still run an absent image, in any namespace.
      # TYPE k8s_image_availability_exporter_absent_image_nodes gauge
      k8s_image_availability_exporter_absent_image_nodes{image="reg.io/cart:v1",namespace="shop"} 2.0
      # HELP k8s_image_availability_exporter_digest_drift Pods that run another digest than the one that their tag names now.
      # TYPE k8s_image_availability_exporter_digest_drift gauge
      k8s_image_availability_exporter_digest_drift{container="c0",image="reg.io/web:v1",kind="deployment",name="web",namespace="shop"} 1.0
      """
          .replace("OLD", OLD);

  private final Inventory inventory = new Inventory(_ -> true);

  @Test
  void tellsWhatDependsOnWhatIsGoneAndWhichTagsMoved() throws Exception {
    assertThat(exposed(new RunningPods(true))).isEqualTo(GOLDEN);
  }

  @Test
  void whereNoPodsAreWatchedNothingIsSaidOfThem() throws Exception {
    assertThat(exposed(new RunningPods(false)))
        .contains("recoverable{", "absent_image_replicas{")
        .doesNotContain("absent_image_nodes{", "absent_image_pods{", "digest_drift{");
  }

  private String exposed(RunningPods pods) {
    pods.added(pod("shop", "cart", "node-1", CART));
    pods.added(pod("bank", "cart", "node-2", CART));
    pods.added(pod("shop", "web", "node-2", WEB));
    inventory.replace(deployment("shop", "cart", CART));
    inventory.replace(deployment("shop", "till", CART));
    inventory.replace(deployment("shop", "web", WEB));
    ImageReference manifest = ImageReference.parse(CART + "@" + OLD, "").orElseThrow();
    record(CART, Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN).withRecoverable(manifest));
    record(WEB, new Verdict.Available(Optional.of(NEW)));
    return Exposition.text(new RescueMetrics(pods), inventory.snapshot());
  }

  private void record(String image, Verdict verdict) {
    inventory.record(pull("shop", image), new CheckedVerdict(verdict, Instant.EPOCH));
  }

  private static RunningPod pod(String namespace, String owner, String node, String image) {
    return new RunningPod(
        namespace,
        owner + "-0",
        node,
        new RunningPod.Owner("ReplicaSet", owner),
        List.of(new RunningPod.Container("c0", image, Optional.of(OLD), true)));
  }
}
