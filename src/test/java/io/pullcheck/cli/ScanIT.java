package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.Nginx;
import io.pullcheck.testing.Ports;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.TestingTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `pullcheck scan` against real registries, without a cluster.
final class ScanIT {

  @TempDir Path folder;

  @Test
  void reportsOneObjectAnImageInTheOrderGiven() throws Exception {
    try (DockerRegistry registry = DockerRegistry.open()) {
      String there = registry.push("shop/cart", "v1");
      String gone = registry.host() + "/shop/cart:v2";

      Command.Result result = scan("-o", "json", gone, there);

      JsonNode report = JsonMapper.shared().readTree(result.out());
      assertThat(report.get(0).path("image").asString()).isEqualTo(gone);
      assertThat(report.get(0).path("state").asString()).isEqualTo("absent");
      assertThat(report.get(1).path("state").asString()).isEqualTo("available");
      assertThat(report.get(1).path("digest").asString()).startsWith("sha256:");
      assertThat(report.get(1).path("registry").asString()).isEqualTo(registry.host());
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err()).isEmpty();
      assertThat(scan(there).exit()).isZero();
    }
  }

  @Test
  void usesADockerConfig() throws Exception {
    try (DockerRegistry registry = DockerRegistry.withLogin("ci", "secret")) {
      String image = registry.push("shop/private", "v1");
      Path config =
          Files.writeString(
              folder.resolve("config.json"),
              "{\"auths\":{\"%s\":{\"username\":\"ci\",\"password\":\"secret\"}}}"
                  .formatted(registry.host()));

      assertThat(scan(image).out()).contains("[private_or_absent]");
      assertThat(scan("--docker-config=" + config, image).exit()).isZero();
    }
  }

  @Test
  void aFileThatIsNoneOfItsKindIsOneLineAndStatus2() throws IOException {
    Path missing = folder.resolve("missing");

    Command.Result docker = scan("--docker-config=" + missing, "nginx");
    assertThat(docker.err())
        .isEqualTo("pullcheck: --docker-config: " + missing + " does not exist\n");
    assertThat(docker.exit()).isEqualTo(2);

    Command.Result plugins =
        scan(
            "--image-credential-provider-config=" + missing,
            "--image-credential-provider-bin-dir=" + folder,
            "nginx");
    assertThat(plugins.err())
        .isEqualTo(
            "pullcheck: --image-credential-provider-config: " + missing + " does not exist\n");
    assertThat(plugins.exit()).isEqualTo(2);
  }

  @Test
  void aRegistryThatIsAwaySaysNothingOfTheImage() throws Exception {
    String image;
    try (DockerRegistry registry = DockerRegistry.open()) {
      image = registry.push("shop/cart", "v1");
    }

    assertThat(scan("--timeout=1s", image).exit()).isEqualTo(3);
  }

  private static String withLogin(String host, String image) {
    return """
      apiVersion: v1
      kind: Pod
      metadata: {name: cart}
      spec:
        imagePullSecrets: [{name: login}]
        containers:
        - name: main
          image: %s
        - name: old
          image: %s/shop/cart:v0
      ---
      a: b: c
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: login}
      type: kubernetes.io/dockerconfigjson
      stringData: {.dockerconfigjson: '{"auths":{"%s":{"username":"ci","password":"secret"}}}'}
      """
        .formatted(image, host, host);
  }

  @Test
  void manifestsAreReadFromFoldersAndStandardInput() throws Exception {
    try (DockerRegistry registry = DockerRegistry.withLogin("ci", "secret")) {
      String there = registry.push("shop/cart", "v1");
      String manifests = withLogin(registry.host(), there);
      Files.writeString(folder.resolve("cart.yaml"), manifests);

      Command.Result result = scan("-n", "shop", "-f", folder.toString());

      assertThat(result.out())
          .isEqualTo(
              """
              NOT AVAILABLE  %s/shop/cart:v0
                  Not found. [manifest_unknown]
                  Push the tag again, or change the workload to one that exists.
                  Used by Pod shop/cart, container old  %s/cart.yaml:10

              AVAILABLE  %s

              2 images: 1 available, 1 not available; not all of the input could be read
              """
                  .formatted(registry.host(), folder, there));
      assertThat(result.err())
          .isEqualTo(
              "pullcheck: %s/cart.yaml:12: not YAML: mapping values are not allowed here\n"
                  .formatted(folder));
      assertThat(result.exit()).isEqualTo(2);
      assertThat(reading(manifests, "-f", "-", "-o", "github").out())
          .contains("::error file=stdin,line=10,title=Image not available::");
    }
  }

  /// A registry that answers so many requests with 429, and then has every image.
  private static HttpServer limiting(int times) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger left = new AtomicInteger(times);
    server.createContext(
        "/",
        exchange -> {
          boolean limited = left.getAndDecrement() > 0;
          exchange.getResponseHeaders().set("Retry-After", "1");
          exchange
              .getResponseHeaders()
              .set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
          exchange.getResponseHeaders().set("Docker-Content-Digest", "sha256:" + "0".repeat(64));
          exchange.getResponseHeaders().set("Content-Length", "7");
          exchange.sendResponseHeaders(limited ? 429 : 200, -1);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }

  @Test
  void aRegistryThatLimitsIsWaitedFor() throws Exception {
    HttpServer server = limiting(6);
    String host = "127.0.0.1:" + server.getAddress().getPort();
    // The server does not say that it speaks no TLS.
    Path config =
        Files.writeString(
            folder.resolve("registries.yaml"),
            "registries: [{host: '%s', plainHttp: true}]".formatted(host));
    List<String> images = new ArrayList<>(List.of("--config=" + config));
    for (int i = 0; i < 20; i++) {
      images.add(host + "/a/b:" + i);
    }
    try {
      Command.Result result = scan(images.toArray(String[]::new));

      assertThat(result.out()).endsWith("\n20 images: 20 available, 0 not available\n");
      assertThat(result.exit()).isZero();
    } finally {
      server.stop(0);
    }
  }

  // The launcher has it begin with no key for that one.
  @Test
  void aServerThatAgreesOnP256AloneIsAnswered() throws Exception {
    new TestingTls(List.of("127.0.0.1")).write(folder);
    int port = Ports.free();
    try (DockerRegistry registry = DockerRegistry.open();
        Nginx _ =
            new Nginx(
                """
                listen 127.0.0.1:%1$d ssl;
                ssl_certificate %2$s/server.pem;
                ssl_certificate_key %2$s/server-key.pem;
                ssl_ecdh_curve prime256v1;
                location / { proxy_pass http://%3$s; }
                """
                    .formatted(port, folder, registry.host()))) {
      String _ = registry.push("shop/cart", "v1");
      String image = "127.0.0.1:" + port + "/shop/cart:v1";

      Command.Result result = scan("--capath=" + folder.resolve("ca.pem"), image);

      assertThat(result.out()).startsWith("AVAILABLE  " + image + "\n");
    }
  }

  @Test
  void leavesNoThreadThatTheJvmWaitsForAtItsEnd() throws Exception {
    try (DockerRegistry registry = DockerRegistry.open()) {
      assertThat(LeftThreads.ofScan(folder, registry.push("shop/cart", "v1")))
          .contains("request-0")
          .noneMatch(name -> name.contains("Poller"));
    }
  }

  private static Command.Result scan(String... arguments) throws IOException {
    return reading("", arguments);
  }

  private static Command.Result reading(String input, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PullcheckProcess.launcher().toString(), "scan"));
    command.addAll(List.of(arguments));
    return Command.run(Map.of(), input, command);
  }
}
