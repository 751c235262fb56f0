package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A real API server, and kubectl as a user has it.
final class Cluster implements AutoCloseable {
  private static final String TEST_DIR =
      System.getenv()
          .getOrDefault("KUBE_API_TEST_DIR", System.getProperty("user.home") + "/.kubeapitest");

  private final KubeAPIServer server;
  private final Path kubeconfig;

  private Cluster(KubeAPIServer server, Path kubeconfig) {
    this.server = server;
    this.kubeconfig = kubeconfig;
  }

  static Cluster start() throws IOException {
    Installed.needFolder(Path.of(TEST_DIR, "k8s"), "a kube-apiserver");
    var config =
        KubeAPIServerConfigBuilder.anAPIServerConfig()
            .withTestDir(TEST_DIR)
            .withOfflineMode(true)
            .withUpdateKubeConfig(false)
            .build();
    var server = new KubeAPIServer(config);
    server.start();
    var kubeconfig = Files.createTempFile("kubeconfig", ".yaml");
    return new Cluster(server, Files.writeString(kubeconfig, server.getKubeConfigYaml()));
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  static Path kubectl() throws IOException {
    try (var versions = Files.list(Path.of(TEST_DIR, "k8s"))) {
      return versions.sorted().toList().getLast().resolve("kubectl");
    }
  }

  /// Runs kubectl, with what it is to read from standard input.
  Command.Result kubectlReading(String input, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(kubectl().toString()));
    command.addAll(List.of(arguments));
    return Command.run(environment(), input, command);
  }

  Map<String, String> environment() throws IOException {
    return Map.of("KUBECONFIG", kubeconfig.toString(), "KUBECTL", kubectl().toString());
  }

  Command.Result kubectl(String... arguments) throws IOException {
    return kubectlReading("", arguments);
  }

  /// Runs kubectl, which must succeed, and returns its standard output.
  String must(String... arguments) throws IOException {
    var result = kubectl(arguments);
    assertThat(result.exit()).as("kubectl %s: %s", List.of(arguments), result.err()).isZero();
    return result.out();
  }

  @Override
  public void close() throws IOException {
    server.stop();
    Files.delete(kubeconfig);
  }
}
