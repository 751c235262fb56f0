package io.pullcheck.webhook;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A real API server with our webhook configuration on it, and real kubectl.
final class WebhookCluster implements AutoCloseable {

  static final String CONFIGURATION = "pullcheck";

  private static final Path FOLDER =
      Path.of(
          System.getenv()
              .getOrDefault(
                  "KUBE_API_TEST_DIR", System.getProperty("user.home") + "/.kubeapitest"));

  private final KubeAPIServer server;
  private final Path kubeconfig;
  private final KubernetesClient client;

  private WebhookCluster(KubeAPIServer server) throws IOException {
    this.server = server;
    this.kubeconfig = Files.createTempFile("kubeconfig", ".yaml");
    Files.writeString(kubeconfig, server.getKubeConfigYaml());
    Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
    // It would try again what a failing webhook refuses, and hide the failure.
    config.setRequestRetryBackoffLimit(0);
    this.client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /// Whether the API server's programs are on this machine.
  static boolean possible() {
    return Files.isDirectory(FOLDER.resolve("k8s"));
  }

  static WebhookCluster start() throws IOException {
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(FOLDER.toString())
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
    server.start();
    return new WebhookCluster(server);
  }

  KubernetesClient client() {
    return client;
  }

  void namespace(String name, Map<String, String> labels) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .serverSideApply();
  }

  /// Three entries as the real one has, which fail where the real ones ignore, so that no failure
  /// stays unseen.
  void configure(int port) {
    String entry =
        """
        - name: %s.pullcheck.io
          admissionReviewVersions: [v1]
          sideEffects: None
          failurePolicy: Fail
          timeoutSeconds: 5
          clientConfig: {url: "https://127.0.0.1:%d/validate"}
          rules:
          - apiGroups: [%s]
            apiVersions: [v1]
            operations: [CREATE, UPDATE]
            resources: [%s]
        """;
    String workloads = "deployments, statefulsets, daemonsets, replicasets, jobs";
    String yaml =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: pullcheck}
        webhooks:
        """
            + entry.formatted("workloads", port, "apps, batch", workloads)
            + entry.formatted("cronjobs", port, "batch", "cronjobs")
            + entry.formatted("pods", port, "\"\"", "pods");
    client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).serverSideApply();
  }

  List<String> caBundles() {
    return client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(CONFIGURATION)
        .get()
        .getWebhooks()
        .stream()
        .map(webhook -> String.valueOf(webhook.getClientConfig().getCaBundle()))
        .toList();
  }

  /// Puts a caBundle into the configuration, as somebody else would.
  void overwriteCaBundles(String value) {
    client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(CONFIGURATION)
        .edit(
            configuration -> {
              configuration
                  .getWebhooks()
                  .forEach(webhook -> webhook.getClientConfig().setCaBundle(value));
              return configuration;
            });
  }

  /// What kubectl printed, and how it ended.
  record Printed(int exit, String text) {}

  /// Runs kubectl with a manifest on its standard input.
  Printed kubectl(String manifest, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    try (var versions = Files.list(FOLDER.resolve("k8s"))) {
      command.add(versions.sorted().toList().getLast().resolve("kubectl").toString());
    }
    command.add("--kubeconfig=" + kubeconfig);
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var input = process.getOutputStream()) {
      input.write(manifest.getBytes(StandardCharsets.UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Printed(process.waitFor(), text);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.stop();
    Files.deleteIfExists(kubeconfig);
  }
}
