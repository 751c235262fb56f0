package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A release's life on a real API server, by Helm itself.
@Tag("slow")
class HelmIT {
  private static final String CONFIGURATION = "validatingwebhookconfiguration/pullcheck";
  private static final String CA_BUNDLE = "jsonpath={.webhooks[*].clientConfig.caBundle}";

  @AutoClose private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.start();
    cluster.must("create", "namespace", "pullcheck");
    cluster.must(
        "label", "namespace", "pullcheck", "pod-security.kubernetes.io/enforce=restricted");
    cluster.must("create", "namespace", "shop");
    cluster.must("create", "namespace", "pay");
    cluster.must("create", "namespace", "monitoring");
    cluster.must("apply", "-f", "src/test/resources/crds.yaml");
    cluster.must("wait", "--for=condition=Established", "crd", "--all");
  }

  @BeforeEach
  void install() {
    install(Chart.REGISTRY);
  }

  private static void install(Path values) {
    var release =
        new Helm(Chart.FOLDER)
            .install()
            .withName("pullcheck")
            .withNamespace("pullcheck")
            .withKubeConfig(cluster.kubeconfig())
            .withValuesFile(Chart.REGISTRY)
            .withValuesFile(values)
            .call();
    assertThat(release.getStatus()).isEqualTo("deployed");
  }

  @AfterEach
  void uninstall() throws IOException {
    // The pod of a test that failed stays, for its log.
    cluster.must("delete", "pod", "-n=pullcheck", "--all", "--force");
    Helm.uninstall("pullcheck")
        .withNamespace("pullcheck")
        .withKubeConfig(cluster.kubeconfig())
        .ignoreNotFound()
        .call();
  }

  private static Release upgrade(String value, Object to) {
    return new Helm(Chart.FOLDER)
        .upgrade()
        .withName("pullcheck")
        .withNamespace("pullcheck")
        .withKubeConfig(cluster.kubeconfig())
        .withValuesFile(Chart.REGISTRY)
        .set(value, to)
        .call();
  }

  @Test
  void anUpgradeKeepsTheCaBundleThatIsSetByOthers(@TempDir Path folder) throws IOException {
    var certificates = new Certificates(folder).made("ca");
    certificates.script(cluster.environment(), "ca-bundle", "--patch");

    var release = upgrade("webhook.timeoutSeconds", 3);

    assertThat(release.getRevision()).isEqualTo("2");
    assertThat(cluster.must("get", CONFIGURATION, "-o", CA_BUNDLE).split(" "))
        .hasSize(4)
        .containsOnly(certificates.caBundle());
    assertThat(cluster.must("get", CONFIGURATION, "-o=jsonpath={.webhooks[*].timeoutSeconds}"))
        .isEqualTo("3 3 3 3");
  }

  @Test
  void anUpgradeBringsBackWhatTheEmergencyOffTookOut() throws IOException {
    cluster.must("delete", CONFIGURATION);

    upgrade("replicaCount", 3);

    assertThat(cluster.must("get", CONFIGURATION, "-o=name")).isNotBlank();
  }

  @Test
  void switchingOffTheWebhookTakesItOut() throws IOException {
    upgrade("webhook.enabled", false);

    assertThat(cluster.must("get", CONFIGURATION, "--ignore-not-found")).isEmpty();
  }

  /// Emergencies are no time to take other values out first.
  @Test
  void switchingOffTheWebhookTakesItsServiceAndItsRightsToo() throws IOException {
    var account = "--as=system:serviceaccount:pullcheck:pullcheck";
    String[] mayWriteSecrets = {"auth", "can-i", "create", "secrets", "-n=pullcheck", account};
    var _ = Waiting.until(() -> cluster.kubectl(mayWriteSecrets), it -> it.exit() == 0);

    upgrade("webhook.enabled", false);

    assertThat(cluster.must("get", "services", "-n=pullcheck", "-o=name"))
        .isEqualTo("service/pullcheck-metrics\n");
    var _ = Waiting.until(() -> cluster.kubectl(mayWriteSecrets), it -> it.exit() == 1);
    for (var verb : List.of("update", "patch", "delete")) {
      assertThat(cluster.kubectl("auth", "can-i", verb, "secrets", "-A", account).exit()).isOne();
    }
  }

  /// The values file of k8s-image-availability-exporter's chart, as it is, and with each value
  /// changed.
  @ParameterizedTest
  @CsvSource({"go-exporter, 1, {}", "go-exporter-changed, 2, '{\"fsGroup\":2000,"})
  void theValuesOfTheGoExportersChartAreInstalled(String name, String replicas, String context)
      throws IOException {
    uninstall();

    install(Path.of("src/test/resources/helm", name, "values.yaml"));

    var deployment = "deployment/pullcheck";
    assertThat(cluster.must("get", deployment, "-n=pullcheck", "-o=jsonpath={.spec.replicas}"))
        .isEqualTo(replicas);
    var path = "-o=jsonpath={.spec.template.spec.securityContext}";
    assertThat(cluster.must("get", deployment, "-n=pullcheck", path)).startsWith(context);
  }

  @Test
  void uninstallLeavesNothingBehind() throws IOException {
    uninstall();

    var left =
        cluster.must(
            "get",
            "all,serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,pdb,"
                + "networkpolicies,validatingwebhookconfigurations",
            "--all-namespaces",
            "-l=app.kubernetes.io/instance=pullcheck",
            "-o=name");

    assertThat(left).isEmpty();
  }

  static List<Path> cases() throws IOException {
    return ChartTest.cases();
  }

  /// Every field of everything that the chart renders is one that the API server knows.
  @ParameterizedTest
  @MethodSource("cases")
  void whatIsRenderedIsValidToTheLetter(Path folder) throws IOException {
    uninstall();

    cluster.must(
        "apply",
        "--validate=strict",
        "--dry-run=server",
        "-f",
        folder.resolve("manifests.yaml").toString());
  }

  @Test
  void theTestPassesWhenItsPodSucceeds() throws Exception {
    var test = CompletableFuture.supplyAsync(HelmIT::helmTest);

    var pod = endTestPod("Succeeded");

    assertThat(test.get().getStatus()).isEqualTo("deployed");
    assertThat(pod).isEqualTo("[\"self-test\",\"--namespace=default\"]");
  }

  @Test
  void theTestFailsWhenItsPodFails() throws Exception {
    var test = CompletableFuture.supplyAsync(HelmIT::helmTest);

    endTestPod("Failed");

    assertThatThrownBy(test::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("fail");
  }

  private static Release helmTest() {
    return Helm.test("pullcheck")
        .withNamespace("pullcheck")
        .withKubeConfig(cluster.kubeconfig())
        .withTimeout(60)
        .call();
  }

  /// A right is there a moment after its binding.
  private static void awaitRight(String... right) throws IOException {
    var account = "--as=system:serviceaccount:pullcheck:pullcheck-self-test";
    var command =
        Stream.concat(Stream.of("auth", "can-i", account), Stream.of(right)).toArray(String[]::new);
    var _ = Waiting.until(() -> cluster.kubectl(command), it -> it.exit() == 0);
  }

  /// Stands for the kubelet, which this cluster has not.
  private static String endTestPod(String phase) throws IOException {
    cluster.must(
        "wait", "--for=create", "pod/pullcheck-self-test", "-n=pullcheck", "--timeout=30s");
    var args =
        cluster.must(
            "get",
            "pod/pullcheck-self-test",
            "-n=pullcheck",
            "-o=jsonpath={.spec.containers[0].args}");
    awaitRight("create", "deployments.apps", "-n=default");
    awaitRight("get", "validatingwebhookconfigurations/pullcheck");
    awaitRight("get", "namespaces/default");
    cluster.must(
        "patch",
        "pod/pullcheck-self-test",
        "-n=pullcheck",
        "--subresource=status",
        "-p",
        "{\"status\": {\"phase\": \"" + phase + "\"}}");
    return args;
  }
}
