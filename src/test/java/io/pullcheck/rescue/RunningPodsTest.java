package io.pullcheck.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.RunningPods.Spread;
import io.pullcheck.testing.TestingWorkloads;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.RunningPod;
import io.pullcheck.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunningPodsTest {

  private static final String OLD = "sha256:" + "a".repeat(64);
  private static final String NEW = "sha256:" + "b".repeat(64);
  private static final String CART = "reg.io/cart:v1";

  private final RunningPods pods = new RunningPods(true);

  @Test
  void tellsWhereAnImageRuns() {
    pods.added(pod("shop", "cart-1", "node-3", CART, OLD));
    pods.added(pod("shop", "cart-2", "node-1", CART, OLD));
    pods.added(pod("bank", "cart-3", "node-1", CART, OLD));
    pods.added(pod("shop", "other", "node-9", "reg.io/other:v1", OLD));

    assertThat(pods.spread(CART)).isEqualTo(new Spread(3, List.of("node-1", "node-3")));
    assertThat(pods.spread(CART, "bank")).isEqualTo(new Spread(1, List.of("node-1")));
    assertThat(pods.spread("reg.io/unknown:v1")).isEqualTo(Spread.NOWHERE);
  }

  @Test
  void forgetsPodsThatRunNoMoreOrSomethingElse() {
    RunningPod before = pod("shop", "cart-1", "node-3", CART, OLD);
    RunningPod after = pod("shop", "cart-1", "node-4", "reg.io/other:v1", OLD);
    pods.added(before);
    pods.gone(before);
    pods.added(after);
    assertThat(pods.spread(CART)).isEqualTo(Spread.NOWHERE);
    assertThat(pods.spread("reg.io/other:v1").nodes()).containsExactly("node-4");

    pods.gone(after);
    pods.gone(before);
    assertThat(pods.spread("reg.io/other:v1")).isEqualTo(Spread.NOWHERE);
  }

  @Test
  void theDigestOfAnImageIsThatOfMostPods() {
    pods.added(pod("shop", "cart-1", "node-1", CART, NEW));
    pods.added(pod("shop", "cart-2", "node-1", CART, OLD));
    pods.added(pod("shop", "cart-3", "node-1", CART, OLD));

    assertThat(pods.digest(CART)).contains(OLD);
    assertThat(pods.digest("reg.io/unknown:v1")).isEmpty();
  }

  @Test
  void aTagHasMovedIfPodsRunAnotherDigest() {
    Workload cart = TestingWorkloads.deployment("shop", "cart", CART);
    ContainerImage image = cart.images().getFirst();
    for (int i = 0; i < 3; i++) {
      pods.added(pod("shop", "cart-" + i, "node-1", CART, i == 0 ? NEW : OLD));
    }
    pods.added(pod("bank", "cart-9", "node-1", CART, OLD));
    Inventory inventory = new Inventory(_ -> true);
    inventory.replace(cart);

    assertThat(Drift.all(inventory.snapshot(), pods)).isEmpty();
    inventory.record(cart.pull(image), available(NEW));

    assertThat(Drift.all(inventory.snapshot(), pods))
        .containsExactly(new Drift(cart, image, NEW, 2, OLD));
    inventory.record(cart.pull(image), available(OLD));
    assertThat(Drift.all(inventory.snapshot(), pods))
        .containsExactly(new Drift(cart, image, OLD, 1, NEW));
    pods.gone(pod("shop", "cart-0", "node-1", CART, NEW));
    assertThat(Drift.all(inventory.snapshot(), pods)).isEmpty();
    assertThat(Drift.all(inventory.snapshot(), new RunningPods(false))).isEmpty();
  }

  private static CheckedVerdict available(String digest) {
    return new CheckedVerdict(new Verdict.Available(Optional.of(digest)), Instant.EPOCH);
  }

  private static RunningPod pod(
      String namespace, String name, String node, String image, String digest) {
    return new RunningPod(
        namespace,
        name,
        node,
        new RunningPod.Owner("ReplicaSet", "cart"),
        List.of(new RunningPod.Container("c0", image, Optional.of(digest), true)));
  }
}
