package io.pullcheck.kubernetes.watch;

import static io.pullcheck.testing.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.config.ServeConfig.Selection;
import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.kubernetes.Right;
import io.pullcheck.testing.RealApiServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What happens with rights that are missing, come and go.
class ClusterRightsIT {

  private static RealApiServer server;
  private static KubernetesClient admin;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    server = RealApiServer.startNew();
    admin = server.client(RealApiServer.ADMIN);
    cluster = new TestCluster(admin);
  }

  @AfterAll
  static void stop() {
    admin.close();
    server.close();
  }

  @Test
  void whatIsForbiddenIsNotWaitedForAndComesWhenItIsGranted() {
    cluster.namespace("shop", Map.of());
    cluster.deployment("shop", "cart", "a");
    try (TestInformers informers =
        TestInformers.on(TestCluster.connect(server, TestCluster.LIMITED))) {
      eventually(informers.informers()::synced);
      assertThat(informers.missing("shop", "mine"))
          .containsExactlyInAnyOrder(
              watching("deployments"),
              watching("namespaces"),
              watching("nodes"),
              watching("secrets"),
              watching("serviceaccounts"));
      assertThat(informers.informers().secret("shop", "login")).isEqualTo(new Lookup.NotReadable());
      assertThat(informers.informers().namespaceLabels("shop")).isEmpty();
      // Without the right to watch, a list now and then is what there is.
      cluster.grant("workloads", "apps", "deployments", "list");
      informers.heard().awaits("replaced shop/cart [a]");
      assertThat(informers.missing("shop", "mine")).contains(watching("deployments"));
      cluster.deployment("shop", "cart", "b");
      informers.heard().awaits("replaced shop/cart [b]");
      cluster.grant("workloads", "apps", "deployments", "list", "watch");
      eventually(() -> !informers.rights().contains(watching("deployments")));
    } finally {
      cluster.revoke("workloads");
    }
  }

  @Test
  void rightsInTheNamedNamespacesAreEnough() {
    cluster.namespace("mine", Map.of("team", "red"));
    cluster.namespace("theirs", Map.of("team", "red"));
    cluster.deployment("mine", "a", "a");
    cluster.deployment("theirs", "b", "b");
    cluster.grantIn("mine", "apps", "deployments", "list", "watch");
    cluster.grantIn("mine", "", "secrets", "list", "watch");
    cluster.grantIn("mine", "", "serviceaccounts", "list", "watch");
    Selection selection = TestInformers.labelled("team", "mine");
    try (TestInformers informers =
        TestInformers.on(
            TestCluster.connect(server, TestCluster.LIMITED),
            selection,
            PullSecretAccess.INFORMER)) {
      eventually(informers.informers()::synced);
      assertThat(informers.heard().standing()).containsExactly("mine/a");
      assertThat(informers.informers().secret("mine", "login")).isEqualTo(new Lookup.Missing());
      // Without the right to get namespaces, the label is not asked for.
      assertThat(informers.missing("shop", "mine"))
          .containsExactlyInAnyOrder(new Right("get", "namespaces", ""), watching("nodes"));
    }
    cluster.grant("namespaces", "", "namespaces", "get");
    cluster.namespace("mine", Map.of());
    try (TestInformers informers =
        TestInformers.on(
            TestCluster.connect(server, TestCluster.LIMITED), selection, PullSecretAccess.NONE)) {
      eventually(informers.informers()::synced);
      assertThat(informers.heard().standing()).isEmpty();
      assertThat(informers.missing("shop", "mine")).containsExactly(watching("nodes"));
    } finally {
      cluster.revoke("namespaces");
    }
  }

  @Test
  void aSecretThatMayNotBeFetchedIsNotReadable() {
    try (TestInformers informers =
        TestInformers.on(
            TestCluster.connect(server, TestCluster.LIMITED),
            TestInformers.selecting(),
            PullSecretAccess.ON_DEMAND)) {
      assertThat(informers.informers().secret("shop", "login")).isEqualTo(new Lookup.NotReadable());
      assertThat(informers.missing("shop")).contains(new Right("get", "secrets", "shop"));
    }
  }

  private static Right watching(String resource) {
    return new Right("list, watch", resource, "");
  }
}
