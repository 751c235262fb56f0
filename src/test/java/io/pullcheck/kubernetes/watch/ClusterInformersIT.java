package io.pullcheck.kubernetes.watch;

import static io.pullcheck.testing.Waiting.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.credentials.docker.DockerConfigs;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Platform;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ClusterInformersIT {

  private static final String USER_A = auth("a");
  private static final String USER_B = auth("b");
  private static final String DOCKER_CONFIG = "kubernetes.io/dockerconfigjson";

  private static final String ROLLOUT_DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: rollouts.argoproj.io}
      spec:
        group: argoproj.io
        scope: Namespaced
        names: {plural: rollouts, singular: rollout, kind: Rollout}
        versions:
          - name: v1alpha1
            served: true
            storage: true
            schema:
              openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;
  private static final String ROLLOUT =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata: {name: canary, namespace: rollouts}
      spec:
        replicas: 0
        workload:
          template:
            spec:
              imagePullSecrets: [{name: login}]
              containers: [{name: c, image: "reg.io/canary:v1", env: [{name: A, value: b}]}]
      """;

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
  void workloadsComeChangeAndGo() {
    cluster.namespace("shop", Map.of());
    cluster.deployment("shop", "cart", "reg.io/cart:v1");
    try (TestInformers informers = everything()) {
      eventually(informers.informers()::synced);
      assertThat(informers.heard().events()).contains("replaced shop/cart [reg.io/cart:v1]");
      cluster.deployment("shop", "web", "reg.io/web:v1");
      informers.heard().awaits("replaced shop/web [reg.io/web:v1]");
      cluster.deployment("shop", "web", "reg.io/web:v2");
      informers.heard().awaits("replaced shop/web [reg.io/web:v2]");
      cluster.delete("shop", "web");
      informers.heard().awaits("removed shop/web");
      admin.apps().deployments().inNamespace("shop").withName("cart").scale(0);
      informers.heard().awaits("removed shop/cart");
      assertThat(informers.missing("shop")).isEmpty();
    }
  }

  @ParameterizedTest
  @FieldSource("io.pullcheck.workload.WorkloadKind#BUILT_IN")
  void everyKindIsFollowedAndAWatchSaysTheSameAsAList(WorkloadKind kind) {
    String namespace = "kind-" + kind.word();
    cluster.namespace(namespace, Map.of());
    try (TestInformers watching =
        TestInformers.on(
            TestCluster.connect(server, "admin"), TestInformers.of(kind), PullSecretAccess.NONE)) {
      eventually(watching.informers()::synced);
      cluster.apply(Manifests.workload(kind, namespace));
      eventually(() -> !watching.heard().workloads(namespace).isEmpty());
      try (TestInformers listing =
          TestInformers.on(
              TestCluster.connect(server, "admin"),
              TestInformers.of(kind),
              PullSecretAccess.NONE)) {
        eventually(listing.informers()::synced);
        assertThat(listing.heard().workloads(namespace))
            .isEqualTo(watching.heard().workloads(namespace))
            .first()
            .extracting(Workload::images)
            .isEqualTo(
                List.of(
                    new ContainerImage(
                        "c", kind.podSpecPath() + ".containers[0].image", "reg.io/c:v1")));
      }
    }
  }

  /// Nothing in the program knows this kind, or has its path.
  @Test
  void aKindOfTheConfigurationIsFollowedAsAnyOther() {
    WorkloadKind rollout =
        new WorkloadKind(
            "argoproj.io",
            "v1alpha1",
            "Rollout",
            "rollouts",
            "spec.workload.template.spec",
            Set.of(WorkloadKind.Idle.SCALED_TO_ZERO),
            false);
    cluster.apply(ROLLOUT_DEFINITION);
    cluster.namespace("rollouts", Map.of());
    try (TestInformers informers =
        TestInformers.on(
            TestCluster.connect(server, "admin"),
            TestInformers.of(rollout),
            PullSecretAccess.NONE)) {
      eventually(
          () -> {
            cluster.apply(ROLLOUT);
            return !informers.heard().workloads("rollouts").isEmpty();
          });
      Workload workload = informers.heard().workloads("rollouts").getFirst();
      assertThat(workload.id()).isEqualTo(new WorkloadId("rollouts", rollout, "canary"));
      assertThat(workload.enabled()).isFalse();
      assertThat(workload.secrets().names()).containsExactly("login");
      assertThat(workload.images())
          .containsExactly(
              new ContainerImage(
                  "c", "spec.workload.template.spec.containers[0].image", "reg.io/canary:v1"));
    }
  }

  @Test
  void aNamespacesLabelDecidesWhetherItsWorkloadsCount() {
    cluster.namespace("labelled", Map.of("team", "red"));
    cluster.namespace("plain", Map.of());
    cluster.deployment("labelled", "a", "a");
    cluster.deployment("plain", "b", "b");
    try (TestInformers informers =
        TestInformers.on(
            TestCluster.connect(server, "admin"),
            TestInformers.labelled("team"),
            PullSecretAccess.NONE)) {
      eventually(informers.informers()::synced);
      assertThat(informers.heard().standing()).containsExactly("labelled/a");
      assertThat(informers.informers().watches("plain")).isFalse();
      cluster.namespace("plain", Map.of("team", "blue"));
      informers.heard().awaits("replaced plain/b [b]");
      assertThat(informers.informers().watches("plain")).isTrue();
      assertThat(informers.informers().namespaceLabels("plain").orElseThrow())
          .containsEntry("team", "blue");
      cluster.namespace("labelled", Map.of());
      informers.heard().awaits("removed labelled/a");
    }
  }

  @Test
  void pullSecretsAndServiceAccountsAreKnownAndTheirChangesReported() {
    cluster.namespace("vault", Map.of());
    secret("login", DOCKER_CONFIG, Map.of(".dockerconfigjson", USER_A));
    secret("password", "Opaque", Map.of("password", "secret"));
    try (TestInformers informers = everything()) {
      eventually(informers.informers()::synced);
      assertThat(informers.informers().secret("vault", "login")).isEqualTo(found(USER_A));
      assertThat(informers.informers().secret("vault", "password")).isEqualTo(new Lookup.Missing());
      informers.heard().clear();
      secret("login", DOCKER_CONFIG, Map.of(".dockerconfigjson", USER_B));
      informers.heard().awaits("credentials vault");
      assertThat(informers.informers().secret("vault", "login")).isEqualTo(found(USER_B));
      account("login");
      eventually(
          () -> informers.informers().serviceAccountSecrets("vault", "builder").contains("login"));
      admin.secrets().inNamespace("vault").withName("login").delete();
      eventually(() -> informers.informers().secret("vault", "login").equals(new Lookup.Missing()));
    }
  }

  @Test
  void secretsAreFetchedOnDemand() {
    cluster.namespace("vault", Map.of());
    secret("fetched", DOCKER_CONFIG, Map.of(".dockerconfigjson", USER_A));
    secret("other", "Opaque", Map.of("password", "secret"));
    try (TestInformers informers =
        TestInformers.on(
            TestCluster.connect(server, "admin"),
            TestInformers.selecting(),
            PullSecretAccess.ON_DEMAND)) {
      assertThat(informers.informers().secret("vault", "fetched")).isEqualTo(found(USER_A));
      assertThat(informers.informers().secret("vault", "other")).isEqualTo(new Lookup.Missing());
      assertThat(informers.informers().secret("vault", "none")).isEqualTo(new Lookup.Missing());
    }
  }

  @Test
  void thePlatformsOfTheNodesAreKnown() {
    admin
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName("node")
                .endMetadata()
                .withNewStatus()
                .withNewNodeInfo()
                .withOperatingSystem("linux")
                .withArchitecture("arm64")
                .endNodeInfo()
                .endStatus()
                .build())
        .create();
    try (TestInformers informers = everything()) {
      eventually(informers.informers()::synced);
      assertThat(informers.informers().platforms(NodePlacement.ANYWHERE))
          .containsExactly(new Platform("linux", "arm64"));
    }
  }

  private static TestInformers everything() {
    return TestInformers.on(TestCluster.connect(server, "admin"));
  }

  private static String auth(String user) {
    return "{\"auths\": {\"reg.io\": {\"username\": \"" + user + "\", \"password\": \"p\"}}}";
  }

  private static Lookup found(String content) {
    return DockerConfigs.json(content.getBytes(UTF_8)).<Lookup>map(Lookup.Found::new).orElseThrow();
  }

  private static void secret(String name, String type, Map<String, String> data) {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("vault")
                .withName(name)
                .endMetadata()
                .withType(type)
                .withStringData(data)
                .build())
        .serverSideApply();
  }

  private static void account(String secret) {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("vault")
                .withName("builder")
                .endMetadata()
                .addNewImagePullSecret(secret)
                .build())
        .serverSideApply();
  }
}
