package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A kube-apiserver with its etcd, on loopback, that can be stopped and started again on the same
/// data and port. Two users: `admin`, who may do everything, and `limited`, who may nothing; the
/// name is also the token.
final class TestApiServer implements AutoCloseable {

  private static final Path BIN =
      Path.of(
          System.getenv()
              .getOrDefault("KUBE_API_TEST_DIR", System.getProperty("user.home") + "/.kubeapitest"),
          "k8s/1.37.2-linux-amd64");

  private final Path folder;
  private final int etcdPort = freePort();
  private final int port = freePort();
  private Process etcd;
  private Process apiServer;

  TestApiServer(Path folder) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(BIN.resolve("kube-apiserver")), "no kube-apiserver in " + BIN);
    this.folder = folder;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    pem("sa.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
    pem("sa.pub", "PUBLIC KEY", keys.getPublic().getEncoded());
    Files.writeString(
        folder.resolve("tokens.csv"),
        "admin,admin,admin,system:masters\nlimited,limited,limited,\n");
  }

  private void pem(String name, String type, byte[] content) throws IOException {
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
            + "\n-----END "
            + type
            + "-----\n");
  }

  void start() throws IOException {
    etcd =
        run(
            "etcd",
            "--data-dir=" + folder.resolve("etcd"),
            "--unsafe-no-fsync",
            "--listen-client-urls=http://127.0.0.1:" + etcdPort,
            "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
            "--listen-peer-urls=http://127.0.0.1:0");
    apiServer =
        run(
            "kube-apiserver",
            "--etcd-servers=http://127.0.0.1:" + etcdPort,
            "--secure-port=" + port,
            "--bind-address=127.0.0.1",
            "--cert-dir=" + folder.resolve("certs"),
            "--service-account-key-file=" + folder.resolve("sa.pub"),
            "--service-account-signing-key-file=" + folder.resolve("sa.key"),
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-cluster-ip-range=10.0.0.0/24",
            "--token-auth-file=" + folder.resolve("tokens.csv"),
            "--authorization-mode=RBAC",
            "--disable-admission-plugins=ServiceAccount");
  }

  void awaitReady() {
    try (KubernetesClient client = client("admin")) {
      Waiting.eventually(
          () -> {
            try {
              return client.raw("/readyz") != null;
            } catch (RuntimeException e) {
              return false;
            }
          });
    }
  }

  private static Config config(OAuthTokenProvider token, int port) {
    Config config = Config.empty();
    config.setMasterUrl("https://127.0.0.1:" + port);
    config.setTrustCerts(true);
    config.setDisableHostnameVerification(true);
    config.setOauthTokenProvider(token);
    return config;
  }

  int port() {
    return port;
  }

  /// A client that knows fabric8's own models, for tests to do things with.
  KubernetesClient admin() {
    return new KubernetesClientBuilder().withConfig(config(() -> "admin", port)).build();
  }

  KubernetesClient client(String token) {
    return client(token, port);
  }

  /// By another port that leads here.
  KubernetesClient client(String token, int by) {
    return client(() -> token, by);
  }

  KubernetesClient client(OAuthTokenProvider token, int by) {
    return ClusterConnection.open(config(token, by));
  }

  void stop() {
    for (Process process : List.of(apiServer, etcd)) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private Process run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(BIN.resolve(program).toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(program + ".log").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
