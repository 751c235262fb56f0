package io.pullcheck.kubernetes.watch;

import static io.pullcheck.testing.Waiting.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.NamespaceLabel;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.model.Platform;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterInformersIT {

  private static final String DOCKER_CONFIG = "kubernetes.io/dockerconfigjson";

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
      assertThat(informers.rights().now()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyKindIsFollowedAndAWatchSaysTheSameAsAList(WorkloadKind kind) {
    String namespace = "kind-" + kind.word();
    cluster.namespace(namespace, Map.of());
    InformerSettings settings =
        new InformerSettings(
            Set.of(kind), Set.of(kind), NamespaceFilter.ALL, PullSecretAccess.NONE, false);
    try (TestInformers watching =
        TestInformers.on(TestCluster.connect(server, "admin"), settings)) {
      eventually(watching.informers()::synced);
      cluster.apply(Manifests.workload(kind, namespace));
      eventually(() -> !watching.heard().workloads(namespace).isEmpty());
      try (TestInformers listing =
          TestInformers.on(TestCluster.connect(server, "admin"), settings)) {
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

  @Test
  void aNamespacesLabelDecidesWhetherItsWorkloadsCount() {
    cluster.namespace("labelled", Map.of("team", "red"));
    cluster.namespace("plain", Map.of());
    cluster.deployment("labelled", "a", "a");
    cluster.deployment("plain", "b", "b");
    NamespaceFilter filter =
        new NamespaceFilter(Set.of(), Optional.of(NamespaceLabel.parse("team")));
    try (TestInformers informers =
        TestInformers.on(TestCluster.connect(server, "admin"), filter, PullSecretAccess.NONE)) {
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
    secret("login", DOCKER_CONFIG, Map.of(".dockerconfigjson", "{}"));
    secret("password", "Opaque", Map.of("password", "secret"));
    try (TestInformers informers = everything()) {
      eventually(informers.informers()::synced);
      assertThat(informers.informers().secret("vault", "login")).isEqualTo(found("{}"));
      assertThat(informers.informers().secret("vault", "password")).isEqualTo(new Lookup.Missing());
      informers.heard().clear();
      secret("login", DOCKER_CONFIG, Map.of(".dockerconfigjson", "{\"auths\": {}}"));
      informers.heard().awaits("credentials vault");
      assertThat(informers.informers().secret("vault", "login"))
          .isEqualTo(found("{\"auths\": {}}"));
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
    secret("fetched", DOCKER_CONFIG, Map.of(".dockerconfigjson", "{}"));
    secret("other", "Opaque", Map.of("password", "secret"));
    try (TestInformers informers =
        TestInformers.on(
            TestCluster.connect(server, "admin"),
            NamespaceFilter.ALL,
            PullSecretAccess.ON_DEMAND)) {
      assertThat(informers.informers().secret("vault", "fetched")).isEqualTo(found("{}"));
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
      assertThat(informers.informers().platforms()).containsExactly(new Platform("linux", "arm64"));
    }
  }

  private static TestInformers everything() {
    return TestInformers.on(TestCluster.connect(server, "admin"));
  }

  private static Lookup found(String content) {
    return TestInformers.parse(SecretFormat.DOCKER_CONFIG_JSON, content.getBytes(UTF_8))
        .<Lookup>map(Lookup.Found::new)
        .orElseThrow();
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
