package io.pullcheck.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real kube-apiserver with its etcd, on loopback; all tests of a run share one. Two users:
/// `admin`, who may do everything, and `limited`, who may nothing; the name is also the token.
///
/// There are plain processes behind it and not kube-api-test, whose `stop` deletes the data: this
/// one can be stopped and started again on the same data and port.
public final class RealApiServer implements AutoCloseable {

  public static final String ADMIN = "admin";
  public static final String LIMITED = "limited";

  private static @Nullable RealApiServer shared;
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final Path apiServerProgram = RealParts.require("kube-apiserver");
  private final Path etcdProgram = RealParts.require("etcd");
  private final Path kubectl = RealParts.require("kubectl");
  private final Path folder;
  private final int etcdPort = Ports.free();
  private final int port = Ports.free();
  private final List<ChildProcess> processes = new ArrayList<>();

  private RealApiServer() {
    try {
      folder = TemporaryFolder.create("cluster");
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair keys = generator.generateKeyPair();
      pem("sa.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
      pem("sa.pub", "PUBLIC KEY", keys.getPublic().getEncoded());
      Files.writeString(
          folder.resolve("tokens.csv"),
          "admin,admin,admin,system:masters\nlimited,limited,limited,\n");
      Files.writeString(kubeconfig(), kubeconfig(ADMIN));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot prepare an API server", e);
    }
  }

  /// The one that all tests of a run share, several at a time. What they create is told apart by
  /// namespace; what has none they remove again. Who watches or reviews all namespaces would meet
  /// other tests' objects, and write Events on them: that needs a cluster of its own.
  public static synchronized RealApiServer shared() {
    if (shared == null) {
      shared = startNew();
    }
    return shared;
  }

  /// Whether this is the admin's kubeconfig for the shared one.
  static synchronized boolean isShared(Path kubeconfig) {
    return shared != null && shared.kubeconfig().equals(kubeconfig);
  }

  /// One of the test's own, which it must close.
  public static RealApiServer startNew() {
    RealApiServer server = new RealApiServer();
    server.start();
    return server;
  }

  /// Starts it, also again after [#stop], and returns when it is ready.
  public void start() {
    try {
      startOnce();
    } catch (AssertionError e) {
      // Seen once in some hundred starts: it did not listen within a minute. A kubelet would start
      // it again, too.
      System.err.println(e.getMessage());
      startOnce();
    }
  }

  private void startOnce() {
    try {
      run(
          etcdProgram,
          "--data-dir=" + folder.resolve("etcd"),
          "--unsafe-no-fsync",
          "--listen-client-urls=http://127.0.0.1:" + etcdPort,
          "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
          "--listen-peer-urls=http://127.0.0.1:0");
      run(
          apiServerProgram,
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
          // There is no controller that would make default service accounts.
          "--disable-admission-plugins=ServiceAccount");
      awaitReady();
    } catch (IOException e) {
      throw new IllegalStateException("cannot start an API server", e);
    }
  }

  private void run(Path program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    processes.add(ChildProcess.start(Map.of(), command));
  }

  private void awaitReady() throws IOException {
    Config once = config(ADMIN);
    once.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(once).build()) {
      String _ =
          Waiting.until(
              () -> {
                refuseEnded();
                return client.raw("/readyz");
              },
              "ok"::equals);
    } catch (AssertionError e) {
      StringBuilder said = new StringBuilder("no API server: ").append(e.getMessage());
      for (ChildProcess each : processes) {
        said.append('\n').append(each.command().getFirst()).append(": ").append(lastLines(each));
      }
      stop();
      throw new AssertionError(said.toString(), e);
    }
  }

  private void refuseEnded() {
    if (!processes.stream().allMatch(ChildProcess::isAlive)) {
      throw new AssertionError("one of its two processes has ended");
    }
  }

  private static String lastLines(ChildProcess process) throws IOException {
    List<String> lines = process.output().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  private void pem(String name, String type, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
  }

  public int port() {
    return port;
  }

  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /// How fabric8 gets there.
  public Config config(String token) {
    Config config = Config.empty();
    config.setMasterUrl(url());
    config.setTrustCerts(true);
    config.setDisableHostnameVerification(true);
    config.setOauthTokenProvider(() -> token);
    return config;
  }

  /// A client that knows fabric8's own models, for tests to do things with.
  public KubernetesClient client(String token) {
    return new KubernetesClientBuilder().withConfig(config(token)).build();
  }

  /// The admin's kubeconfig.
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /// Anybody's kubeconfig, as text.
  public String kubeconfig(String token) {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        users: [{name: test, user: {token: %s}}]
        contexts: [{name: test, context: {cluster: test, user: test}}]
        current-context: test
        """
        .formatted(url(), token);
  }

  /// A new namespace, which no other test uses.
  public String newNamespace(String prefix) throws IOException {
    String name = prefix + "-" + NAMESPACES.incrementAndGet();
    must("create", "namespace", name);
    return name;
  }

  /// Runs kubectl, with what it is to read from standard input.
  public Command.Result kubectlReading(String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(kubectl.toString()));
    command.addAll(List.of(arguments));
    return Command.run(Map.of("KUBECONFIG", kubeconfig().toString()), input, command);
  }

  public Command.Result kubectl(String... arguments) throws IOException {
    return kubectlReading("", arguments);
  }

  /// Runs kubectl, which must succeed, and returns its standard output.
  public String must(String... arguments) throws IOException {
    Command.Result result = kubectl(arguments);
    if (result.exit() != 0) {
      throw new AssertionError("kubectl " + List.of(arguments) + ": " + result.err());
    }
    return result.out();
  }

  /// Ends both processes at once; the data stay.
  public void stop() {
    processes.reversed().forEach(ChildProcess::close);
    processes.clear();
  }

  @Override
  public void close() {
    stop();
    TemporaryFolder.delete(folder);
  }
}
