package io.pullcheck.kubernetes.watch;

import static io.pullcheck.testing.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.workload.WorkloadKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a tenant may write into his own namespace blinds nobody: `managedFields` hold names as
/// keys, and these pass every usual limit of a JSON parser.
@Tag("slow")
class HostileObjectsIT {

  private static final String LONG = "X".repeat(60_000);

  // No secret can have that name either: it is missing, as a node finds it.
  private static final String CUT = PullSecrets.bounded(List.of(LONG)).getFirst();

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: blinding, namespace: attacker}
      spec:
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec:
            containers: [{name: c, image: "reg.io/a:v1", env: [{name: %s, value: b}]}]
      """
          .formatted(LONG);
  private static final String ACCOUNT =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: blinding, namespace: attacker}
      imagePullSecrets: [{name: %s}]
      """
          .formatted(LONG);

  // The group is this test's own, because a definition is the whole cluster's.
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: nests.hostile.example}
      spec:
        group: hostile.example
        scope: Namespaced
        names: {plural: nests, singular: nest, kind: Nest}
        versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;
  private static final int LEVELS = 9_000;

  private static RealApiServer server;
  private static KubernetesClient admin;
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    server = RealApiServer.startNew();
    admin = server.client(RealApiServer.ADMIN);
    cluster = new TestCluster(admin);
    cluster.namespace("attacker", Map.of());
    cluster.namespace("victim", Map.of());
  }

  @AfterAll
  static void stop() {
    admin.close();
    server.close();
  }

  @Test
  void endlessNamesHideNobodysDeployments() {
    try (TestInformers informers = TestInformers.on(TestCluster.connect(server, "admin"))) {
      eventually(informers.informers()::synced);
      assertThat(apply(DEPLOYMENT)).isTrue();
      assertThat(apply(ACCOUNT)).isTrue();
      informers.heard().awaits("replaced attacker/blinding [reg.io/a:v1]");
      eventually(() -> accountSecrets(informers).contains(CUT));
      cluster.deployment("victim", "web", "reg.io/web:v1");
      informers.heard().awaits("replaced victim/web [reg.io/web:v1]");
    }
    try (TestInformers restarted = TestInformers.on(TestCluster.connect(server, "admin"))) {
      eventually(restarted.informers()::synced);
      assertThat(restarted.heard().standing()).contains("attacker/blinding", "victim/web");
      assertThat(accountSecrets(restarted)).contains(CUT);
      assertThat(restarted.heard().events()).noneMatch(event -> event.startsWith("unreadable"));
    }
  }

  @Test
  void theDeepestObjectsAreRead() throws Exception {
    cluster.apply(DEFINITION);
    eventually(() -> create("first"));
    WorkloadKind kind =
        new WorkloadKind("hostile.example", "v1", "Nest", "nests", "spec", Set.of(), false);
    try (TestInformers informers =
        TestInformers.on(
            TestCluster.connect(server, "admin"), TestInformers.of(kind), PullSecretAccess.NONE)) {
      eventually(informers.informers()::synced);
      assertThat(informers.heard().standing()).containsExactly("attacker/first");
      assertThat(create("second")).isTrue();
      informers.heard().awaits("replaced attacker/second [reg.io/nest:v1]");
    }
  }

  private static boolean create(String name) {
    String deep = "{\"a\":".repeat(LEVELS) + "1" + "}".repeat(LEVELS);
    return kubectl(
        """
        {"apiVersion": "hostile.example/v1", "kind": "Nest",
         "metadata": {"name": "%s", "namespace": "attacker"},
         "deep": %s, "spec": {"containers": [{"name": "c", "image": "reg.io/nest:v1"}]}}
        """
            .formatted(name, deep),
        "create",
        "--raw",
        "/apis/hostile.example/v1/namespaces/attacker/nests",
        "-f",
        "-");
  }

  // fabric8's own models cannot read the answer.
  private static boolean apply(String yaml) {
    return kubectl(yaml, "apply", "--server-side", "-f", "-");
  }

  private static boolean kubectl(String input, String... arguments) {
    try {
      return server.kubectlReading(input, arguments).exit() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> accountSecrets(TestInformers informers) {
    return informers.informers().serviceAccountSecrets("attacker", "blinding");
  }
}
