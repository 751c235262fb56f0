package io.pullcheck.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Registries that do not answer never make an answer late. The API server waits for a deployment's
/// review one second and for a cron job's three, less than `--webhook-timeout`, and admits without
/// a word what was not answered by then: so whatever warns was in time.
@Tag("slow")
final class DeadlineIT {

  private static final int TLS_HANDSHAKE = 0x16;
  private static final String NOT_VERIFIED =
      " not verified: Pullcheck's status page and metrics say why";
  // What only a registry answers.
  private static final String UNKNOWN = "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}";

  @AutoClose private static PullcheckProcess pullcheck;
  private static RealApiServer cluster;
  private static String namespace;

  @BeforeAll
  static void start() throws Exception {
    cluster = RealApiServer.shared();
    namespace = cluster.newNamespace("deadline");
    pullcheck =
        PullcheckProcess.start(
            cluster.kubeconfig(),
            "--namespace=" + namespace,
            "--namespaces=" + namespace,
            "--webhook-timeout=5s",
            "--webhook-configuration-name=deadline-it");
    assertThat(cluster.kubectlReading(configuration(), "apply", "-f", "-").exit()).isZero();
    Waiting.until(() -> create("reg.io/Not/valid").err(), text -> text.contains("not a valid"));
  }

  @AfterAll
  static void clean() throws IOException {
    cluster.must("delete", "validatingwebhookconfiguration", "deadline-it");
  }

  @Test
  void aRegistryThatAcceptsAndIsSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String image = "127.0.0.1:" + silent.getLocalPort() + "/shop/cart:v1";

      for (int i = 0; i < 3; i++) {
        assertThat(create(image).err()).contains(image + NOT_VERIFIED);
      }
      assertThat(createCronJob(image).err()).contains(image + NOT_VERIFIED);
    }
  }

  // Its backlog is full, so that the kernel drops further connections' first packets.
  @Test
  void aRegistryThatDoesNotEvenAccept() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 8; i++) {
        waiting.add(connecting(hole.getLocalPort()));
      }
      String image = "127.0.0.1:" + hole.getLocalPort() + "/shop/cart:v1";

      assertThat(create(image).err()).contains(image + NOT_VERIFIED);
    } finally {
      for (Socket each : waiting) {
        each.close();
      }
    }
  }

  @Test
  void whatComesTooLateForOneReviewIsThereForTheNext() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerNotFound(slow, release));
      String image = "127.0.0.1:" + slow.getLocalPort() + "/shop/cart:v1";
      assertThat(create(image).err()).contains(image + NOT_VERIFIED);

      release.countDown();
      String _ =
          Waiting.until(() -> create(image).err(), text -> text.contains(image + " not found"));
    }
  }

  private static void answerNotFound(ServerSocket server, CountDownLatch release) {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> answerNotFound(client, release));
      } catch (IOException e) {
        // The end.
        return;
      }
    }
  }

  private static void answerNotFound(Socket client, CountDownLatch release) {
    try (client) {
      // As Go's servers answer a TLS handshake.
      boolean handshake = client.getInputStream().read() == TLS_HANDSHAKE;
      // What is left unread when the connection closes would reset it.
      int _ = client.getInputStream().read(new byte[64 * 1024]);
      if (!handshake) {
        release.await();
      }
      String status = handshake ? "400 Bad Request" : "404 Not Found";
      client
          .getOutputStream()
          .write(
              "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(status, UNKNOWN.length(), UNKNOWN)
                  .getBytes(US_ASCII));
    } catch (IOException | InterruptedException e) {
      // The client did not wait.
    }
  }

  private static Socket connecting(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    } catch (IOException e) {
      // Full.
      socket.close();
    }
    return socket;
  }

  private static Command.Result create(String image) throws IOException {
    return cluster.kubectl(
        "create", "deployment", "d", "--dry-run=server", "--image=" + image, "-n", namespace);
  }

  private static Command.Result createCronJob(String image) throws IOException {
    return cluster.kubectl(
        "create",
        "cronjob",
        "c",
        "--schedule=@daily",
        "--dry-run=server",
        "--image=" + image,
        "-n",
        namespace);
  }

  private static String configuration() {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: deadline-it}
        webhooks:
        """
        + entry("workloads", "apps", "deployments", 1)
        + entry("cronjobs", "batch", "cronjobs", 3);
  }

  private static String entry(String name, String group, String resource, int timeout) {
    return """
    - name: %s.pullcheck.io
      clientConfig: {url: "https://127.0.0.1:%d/validate"}
      namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
      rules:
      - {apiGroups: [%s], apiVersions: [v1], operations: [CREATE], resources: [%s]}
      failurePolicy: Ignore
      sideEffects: None
      timeoutSeconds: %d
      admissionReviewVersions: [v1]
    """
        .formatted(name, pullcheck.webhookPort(), namespace, group, resource, timeout);
  }
}
