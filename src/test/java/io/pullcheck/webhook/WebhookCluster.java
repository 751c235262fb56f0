package io.pullcheck.webhook;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.pullcheck.admission.Mode;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.RealApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A real API server with our webhook configuration on it, and real kubectl.
final class WebhookCluster implements AutoCloseable {

  static final String CONFIGURATION = "pullcheck";

  private final RealApiServer server = RealApiServer.startNew();
  private final KubernetesClient client = client(server);

  private final Map<String, Mode> modes = new ConcurrentHashMap<>();

  private static KubernetesClient client(RealApiServer server) {
    Config config = server.config(RealApiServer.ADMIN);
    // It would try again what a failing webhook refuses, and hide the failure.
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  KubernetesClient client() {
    return client;
  }

  /// The mode of a namespace, as its label has it.
  Mode mode(String namespace) {
    return modes.getOrDefault(namespace, Mode.WARN);
  }

  void namespace(String name, Map<String, String> labels) {
    modes.put(name, Mode.of(labels.getOrDefault(Mode.LABEL, "")));
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
    configure(port, "Fail");
  }

  /// @param policy `failurePolicy`
  void configure(int port, String policy) {
    String entry =
        """
        - name: %s.pullcheck.io
          admissionReviewVersions: [v1]
          sideEffects: None
          failurePolicy: %s
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
            + entry.formatted("workloads", policy, port, "apps, batch", workloads)
            + entry.formatted("cronjobs", policy, port, "batch", "cronjobs")
            + entry.formatted("pods", policy, port, "\"\"", "pods, pods/ephemeralcontainers");
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

  Path kubeconfig() {
    return server.kubeconfig();
  }

  /// The sum of the series of one of the API server's own metrics.
  double metric(String name) throws IOException {
    return server
        .must("get", "--raw", "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /// What kubectl printed, warnings first, and how it ended.
  record Printed(int exit, String text) {}

  /// Applies a manifest by kubectl.
  Printed apply(String manifest) throws IOException {
    return printed(server.kubectlReading(manifest, "apply", "-f", "-"));
  }

  Printed create(String namespace, String manifest) throws IOException {
    return printed(server.kubectlReading(manifest, "create", "-n", namespace, "-f", "-"));
  }

  /// Adds a container to a running pod, as a user does it.
  Printed debug(String namespace, String pod, String image) throws IOException {
    return printed(server.kubectl("debug", pod, "-n", namespace, "--image=" + image));
  }

  Printed kubectl(String namespace, String... arguments) throws IOException {
    return printed(
        server.kubectl(
            Stream.concat(Stream.of(arguments), Stream.of("-n", namespace))
                .toArray(String[]::new)));
  }

  private static Printed printed(Command.Result result) {
    return new Printed(result.exit(), result.err() + result.out());
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
