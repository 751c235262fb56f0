package io.pullcheck.kubernetes.watch;

import static io.pullcheck.testing.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.kubernetes.Right;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Rollouts;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Workloads of a CRD that is there from the start, comes later, goes, and comes again.
@Tag("slow")
class FoundResourcesIT {

  private static RealApiServer server;
  private static KubernetesClient admin;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    server = RealApiServer.startNew();
    admin = server.client(RealApiServer.ADMIN);
    cluster = new TestCluster(admin);
    cluster.namespace("shop", Map.of());
  }

  @AfterAll
  static void stop() {
    admin.close();
    server.close();
  }

  @AfterEach
  void noDefinition() throws Exception {
    server.must("delete", "crd", "rollouts.argoproj.io", "--ignore-not-found", "--wait=true");
  }

  private static void install() throws Exception {
    assertThat(server.kubectlReading(Rollouts.DEFINITION, "apply", "-f", "-").exit()).isZero();
    server.must("wait", "--for=condition=Established", "crd/rollouts.argoproj.io");
  }

  private static void apply(String manifest) {
    eventually(() -> applied(manifest));
  }

  private static boolean applied(String manifest) {
    try {
      return server.kubectlReading(manifest, "apply", "-f", "-").exit() == 0;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestInformers watching(WorkloadKind... kinds) {
    return TestInformers.on(
        TestCluster.connect(server, "admin"),
        TestInformers.with(Set.of(kinds), Rollouts.RESOURCE),
        PullSecretAccess.NONE);
  }

  @Test
  void whatIsInstalledBeforeIsListedBeforeWeAreReady() throws Exception {
    install();
    apply(Rollouts.of("shop", "cart", "reg.io/cart:v1"));
    apply(Rollouts.referring("shop", "search"));
    try (TestInformers informers = watching()) {
      eventually(informers.informers()::synced);

      List<Workload> rollouts = informers.heard().workloads("shop");
      assertThat(rollouts).extracting(each -> each.id().name()).containsExactly("cart", "search");
      assertThat(rollouts.getFirst().id().kind().kind()).isEqualTo("Rollout");
      assertThat(rollouts.getFirst().images())
          .containsExactly(
              new ContainerImage(
                  "main", "spec.template.spec.containers[0].image", "reg.io/cart:v1"));
      assertThat(rollouts.getLast().images()).isEmpty();
      assertThat(informers.informers().kinds().found()).hasSize(1);

      server.must("label", "ro", "cart", "-n=shop", "team=red", "secret=x");
      eventually(
          () ->
              informers
                  .heard()
                  .workloads("shop")
                  .getFirst()
                  .labels()
                  .equals(Map.of("team", "red")));

      server.must(
          "patch", "ro", "cart", "-n=shop", "--type=merge", "-p={\"spec\":{\"replicas\":0}}");
      informers.heard().awaits("removed shop/cart");
    }
  }

  @Test
  void whatIsInstalledLaterIsFoundAndWhatIsRemovedIsForgotten() throws Exception {
    try (TestInformers informers = watching(WorkloadKind.DEPLOYMENT)) {
      eventually(informers.informers()::synced);
      assertThat(informers.informers().kinds().found()).isEmpty();

      for (String image : List.of("reg.io/late:v1", "reg.io/late:v2")) {
        install();
        apply(Rollouts.of("shop", "late", image));
        informers.heard().awaits("replaced shop/late [" + image + "]");
        informers.heard().clear();

        noDefinition();
        informers.heard().awaits("removed shop/late");
        eventually(() -> informers.informers().kinds().found().isEmpty());
        assertThat(informers.heard().standing()).isEmpty();
      }
      assertThat(informers.rights().contains(ROLLOUTS)).isFalse();
    }
  }

  private static final Right ROLLOUTS = new Right("list, watch", "rollouts.argoproj.io", "");

  /// Its ReplicaSets are its own images once more, as long as somebody looks at Rollouts.
  @Test
  void whatARolloutControlsIsNotCountedBesideIt() throws Exception {
    install();
    apply(Rollouts.of("shop", "cart", "reg.io/cart:v1"));
    apply(
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: cart-1
          namespace: shop
          ownerReferences: [{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: cart, uid: u, controller: true}]
        spec:
          selector: {matchLabels: {app: cart}}
          template:
            metadata: {labels: {app: cart}}
            spec: {containers: [{name: main, image: "reg.io/cart:v1"}]}
        """);
    try (TestInformers informers = watching(WorkloadKind.REPLICASET)) {
      eventually(informers.informers()::synced);
      assertThat(informers.heard().standing()).containsExactly("shop/cart");

      noDefinition();
      eventually(() -> informers.heard().standing().equals(List.of("shop/cart-1")));

      install();
      apply(Rollouts.of("shop", "cart", "reg.io/cart:v1"));
      eventually(() -> informers.heard().standing().equals(List.of("shop/cart")));
    }
  }

  /// Who may list Rollouts is asked when there are some; everything else goes on without.
  @Test
  void withoutTheRightTheOthersAreWatchedAllTheSame() throws Exception {
    install();
    cluster.grant("deployments", "apps", "deployments", "list", "watch");
    cluster.grant("namespaces", "", "namespaces", "list", "watch");
    cluster.deployment("shop", "web", "reg.io/web:v1");
    apply(Rollouts.of("shop", "cart", "reg.io/cart:v1"));
    try (TestInformers informers =
        TestInformers.on(
            TestCluster.connect(server, TestCluster.LIMITED),
            TestInformers.with(Set.of(WorkloadKind.DEPLOYMENT), Rollouts.RESOURCE),
            PullSecretAccess.NONE)) {
      eventually(informers.informers()::synced);
      assertThat(informers.heard().standing()).containsExactly("shop/web");
      assertThat(informers.rights().contains(ROLLOUTS)).isTrue();

      cluster.grant("rollouts", "argoproj.io", "rollouts", "list", "watch");
      informers.heard().awaits("replaced shop/cart [reg.io/cart:v1]");
    }
    cluster.delete("shop", "web");
  }
}
