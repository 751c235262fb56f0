package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.MetricNames;
import io.pullcheck.testing.Prometheus;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Scrape;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The main job on real parts: kubectl, kube-apiserver, docker-registry and the distribution's
/// launcher. It watches the whole cluster, which is therefore its own.
final class ServeIT {

  @AutoClose private static DockerRegistry open;
  @AutoClose private static DockerRegistry closed;
  @AutoClose private static PullcheckProcess pullcheck;
  @AutoClose private static RealApiServer cluster;

  private String namespace = "";

  @BeforeAll
  static void start() throws IOException {
    cluster = RealApiServer.startNew();
    open = DockerRegistry.open();
    closed = DockerRegistry.withLogin("ci", "s3cret:with colon");
    String own = cluster.newNamespace("pullcheck");
    pullcheck =
        PullcheckProcess.start(
            cluster.kubeconfig(), "--namespace=" + own, "--webhook-configuration-name=serve-it");
    assertThat(cluster.kubectlReading(configuration(), "apply", "-f", "-").exit()).isZero();
    String _ =
        Waiting.until(
            () ->
                cluster.must(
                    "get",
                    "validatingwebhookconfiguration",
                    "serve-it",
                    "-o=jsonpath={.webhooks[0].clientConfig.caBundle}"),
            bundle -> !bundle.isEmpty());
    // API servers take up a changed configuration a moment later.
    String probe = cluster.newNamespace("probe");
    Command.Result _ =
        Waiting.until(
            () -> create(probe, "probe", open.host() + "/no/such:image", "--dry-run=server"),
            result -> result.err().contains("Warning"));
  }

  @BeforeEach
  void ownNamespace() throws IOException {
    namespace = cluster.newNamespace("shop");
  }

  @Test
  void aMissingTagWarnsAndTheObjectIsCreated() throws IOException {
    String image = open.host() + "/shop/cart:v41";

    Command.Result result = create(namespace, "cart", image);

    assertThat(result.err())
        .isEqualTo(
            "Warning: pullcheck: Deployment %s/cart, container main: %s not found\n"
                .formatted(namespace, image));
    assertThat(result.exit()).isZero();
    assertThat(cluster.must("get", "deployment", "cart", "-n", namespace, "-o=name"))
        .isEqualTo("deployment.apps/cart\n");
  }

  @Test
  void anImageThatIsThereDoesNotWarn() throws Exception {
    Command.Result result = create(namespace, "cart", open.push("shop/there", "v1"));

    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Test
  void theGaugesFollowTheRegistryForExactlyTheRightSeries() throws Exception {
    create(namespace, "cart", open.push("shop/follow", "v1"));
    create(namespace, "other", open.push("shop/stays", "v1"));
    awaitState(namespace, "cart", "available");
    awaitState(namespace, "other", "available");

    open.delete("shop/follow", "v1");
    Scrape deleted = awaitState(namespace, "cart", "absent");

    assertThat(
            deleted.with("namespace=\"" + namespace + "\"", "name=\"cart\"", "kind=\"deployment\""))
        .containsEntry("absent", 1.0)
        .containsEntry("available", 0.0)
        .containsEntry("registry_unavailable", 0.0)
        .containsEntry("reason", 1.0)
        .hasSize(8);
    assertThat(deleted.state(namespace, "other")).isEqualTo("available");

    open.push("shop/follow", "v1");
    Scrape back = awaitState(namespace, "cart", "available");
    assertThat(back.with("namespace=\"" + namespace + "\"", "name=\"cart\"")).hasSize(7);
  }

  @Test
  void aPrivateImageIsAvailableWithTheRightSecretOnly() throws Exception {
    String image = closed.push("shop/private", "v1");
    String wrong = cluster.newNamespace("wrong");
    String none = cluster.newNamespace("none");
    pullSecret(namespace, "ci:s3cret:with colon");
    pullSecret(wrong, "ci:guess");

    assertThat(create(namespace, "cart", image).err()).isEmpty();
    assertThat(create(wrong, "cart", image).err()).contains("rejects the pull secret");
    create(none, "cart", image);

    awaitState(namespace, "cart", "available");
    awaitState(wrong, "cart", "authentication_failure");
    awaitState(none, "cart", "authentication_failure");

    pullSecret(wrong, "ci:s3cret:with colon");
    awaitState(wrong, "cart", "available");
  }

  @Test
  void deletingAWorkloadRemovesItsSeries() throws Exception {
    create(namespace, "cart", open.host() + "/shop/gone:v1");
    awaitState(namespace, "cart", "absent");

    cluster.must("delete", "deployment", "cart", "-n", namespace);

    Scrape after = awaitState(namespace, "cart", "");
    assertThat(after.with("namespace=\"" + namespace + "\"")).isEmpty();
  }

  @Test
  void aDeadRegistryIsUnavailableAndTheOthersGoOn() throws Exception {
    try (DockerRegistry dying = DockerRegistry.open()) {
      create(namespace, "on-dying", dying.push("shop/cart", "v1"));
      awaitState(namespace, "on-dying", "available");

      dying.stop();
      awaitState(namespace, "on-dying", "registry_unavailable");
      create(namespace, "on-other", open.push("shop/goes-on", "v1"));
      awaitState(namespace, "on-other", "available");
      open.delete("shop/goes-on", "v1");
      awaitState(namespace, "on-other", "absent");

      dying.start();
      awaitState(namespace, "on-dying", "available");
    }
  }

  @Test
  void eachChangeOfStateIsAnEventOnTheWorkload() throws Exception {
    String image = open.push("shop/events", "v1");
    create(namespace, "cart", image);
    awaitState(namespace, "cart", "available");

    open.delete("shop/events", "v1");
    awaitDescription(
        "Warning +ImageUnavailable .*pullcheck +Image " + image + " of container main not found");
    open.push("shop/events", "v1");
    String described =
        awaitDescription(
            "Normal +ImageAvailable .*pullcheck +Image "
                + image
                + " of container main is available");

    assertThat(described.split("ImageUnavailable", -1)).hasSize(2);
  }

  /// With the alerts that users install, but for how long they wait; and the Go exporter's.
  @Test
  void aRealPrometheusScrapesItAndItsAlertFiresWhenAnImageIsDeleted() throws Exception {
    String image = open.push("shop/alerted", "v1");
    String missing = open.host() + "/shop/missing:v1";
    create(namespace, "cart", image);
    create(namespace, "missing", missing);
    create(namespace, "missing-too", missing);
    awaitState(namespace, "cart", "available");
    try (Prometheus prometheus =
        new Prometheus(
            pullcheck.management("/metrics"), List.of("alerts.yaml", "alerts-compatible.yaml"))) {
      Callable<List<String>> gone = () -> firing(prometheus, "PullcheckImageAbsent", "image");
      Waiting.until(gone, List.of(missing)::equals);

      open.delete("shop/alerted", "v1");
      Waiting.until(gone, List.of(image, missing)::equals);
      assertThat(firing(prometheus, "DeploymentImageUnavailable", "name")).contains("cart");
      // As a panel written for the Go exporter asks.
      String deployments = "{kind='deployment',namespace='" + namespace + "'}";
      String panel = "sum(k8s_image_availability_exporter_available" + deployments + " == bool 0)";
      assertThat(prometheus.query(panel)).containsExactly("3");

      open.push("shop/alerted", "v1");
      Waiting.until(gone, List.of(missing)::equals);
      assertThat(prometheus.names()).containsAll(MetricNames.exported());
    }
  }

  private List<String> firing(Prometheus prometheus, String alert, String label)
      throws IOException, InterruptedException {
    return prometheus.firing(alert).stream()
        .filter(labels -> labels.path("namespace").asString().equals(namespace))
        .map(labels -> labels.path(label).asString())
        .sorted()
        .toList();
  }

  private String awaitDescription(String line) {
    Pattern pattern = Pattern.compile(line);
    return Waiting.until(
        () -> cluster.must("describe", "deployment", "cart", "-n", namespace),
        text -> pattern.matcher(text).find());
  }

  @Test
  void anInvalidNameIsSaidToBeOne() throws IOException {
    Command.Result result = create(namespace, "cart", "shop/Cart:v1");

    assertThat(result.err()).contains("shop/Cart:v1 not a valid image reference");
    awaitState(namespace, "cart", "bad_image_format");
  }

  private static Scrape awaitState(String namespace, String name, String state) {
    return Waiting.until(
        () -> pullcheck.scrape(), scrape -> scrape.state(namespace, name).equals(state));
  }

  private static Command.Result create(String namespace, String name, String image, String... flags)
      throws IOException {
    String[] arguments = new String[flags.length + 5];
    System.arraycopy(new String[] {"apply", "-n", namespace, "-f", "-"}, 0, arguments, 0, 5);
    System.arraycopy(flags, 0, arguments, 5, flags.length);
    return cluster.kubectlReading(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              imagePullSecrets: [{name: regcred}]
              containers: [{name: main, image: "%2$s"}]
        """
            .formatted(name, image),
        arguments);
  }

  private static void pullSecret(String namespace, String pair) throws IOException {
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: regcred}
        type: kubernetes.io/dockerconfigjson
        stringData: {.dockerconfigjson: '{"auths":{"%s":{"auth":"%s"}}}'}
        """
            .formatted(closed.host(), auth);
    assertThat(cluster.kubectlReading(secret, "apply", "-n", namespace, "-f", "-").exit()).isZero();
  }

  private static String configuration() {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: serve-it}
        webhooks:
        - name: workloads.pullcheck.io
          clientConfig: {url: "https://127.0.0.1:%d/validate"}
          rules:
          - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
          failurePolicy: Ignore
          sideEffects: None
          timeoutSeconds: 5
          admissionReviewVersions: [v1]
        """
        .formatted(pullcheck.webhookPort());
  }
}
