package io.pullcheck.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.PullcheckProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real program with a key file, whose `token_uri` is a server of the test. The same server
/// stands for all registries: it is the proxy through which they are reached, by plain HTTP.
final class GoogleCredentialsIT {

  private static final String MANIFEST =
      """
      {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
       "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "size": 2,
        "digest": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}, "layers": []}""";

  @TempDir Path folder;
  private HttpServer server;
  private Path key;
  private final List<String> grants = new CopyOnWriteArrayList<>();
  private final Set<String> logins = new ConcurrentSkipListSet<>();
  private volatile boolean serving = true;

  @BeforeEach
  void start() throws IOException, NoSuchAlgorithmException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::token);
    server.createContext("/v2/", this::registry);
    server.start();
    key = Files.writeString(folder.resolve("key.json"), keyFile());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void oneTokenServesAllImagesOfGooglesRegistriesAndNoOthers() throws IOException {
    Command.Result scan =
        scan(
            "--google-credentials",
            "gcr.io/project/a:1",
            "gcr.io/project/b:1",
            "europe-docker.pkg.dev/project/repository/c:1",
            "gcr.io.example.com/project/d:1");

    assertThat(scan.out().lines().filter(line -> line.startsWith("AVAILABLE ")))
        .as(scan.toString())
        .hasSize(3);
    assertThat(scan.exit()).isEqualTo(1);
    assertThat(grants).containsExactly("urn:ietf:params:oauth:grant-type:jwt-bearer");
    assertThat(logins)
        .containsExactlyInAnyOrder(
            "gcr.io oauth2accesstoken:token-1",
            "europe-docker.pkg.dev oauth2accesstoken:token-1",
            "gcr.io anonymous",
            "europe-docker.pkg.dev anonymous",
            "gcr.io.example.com anonymous");
  }

  @Test
  void aFailureIsTheReasonAndIsToldOnce() throws IOException {
    serving = false;

    Command.Result scan = scan("--google-credentials", "gcr.io/project/a:1", "gcr.io/project/b:1");

    assertThat(scan.out().lines().filter(line -> line.contains("credential_provider_failed")))
        .as(scan.toString())
        .hasSize(2);
    assertThat(scan.err().lines().filter(line -> line.contains("default credentials failed")))
        .singleElement()
        .asString()
        .contains("400 Bad Request", "account_deleted");
    assertThat(grants).hasSize(1);
  }

  @Test
  void withoutTheFlagNobodyAsksForAToken() throws IOException {
    Command.Result scan = scan("gcr.io/project/a:1");

    assertThat(scan.out()).contains("private_or_absent");
    assertThat(grants).isEmpty();
  }

  private Command.Result scan(String... arguments) throws IOException {
    Set<String> hosts = new TreeSet<>();
    for (String argument : arguments) {
      if (!argument.startsWith("--")) {
        hosts.add(
            "  - {host: " + argument.substring(0, argument.indexOf('/')) + ", plainHttp: true}");
      }
    }
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"), "registries:\n" + String.join("\n", hosts));
    List<String> command = new ArrayList<>(List.of(PullcheckProcess.launcher().toString(), "scan"));
    command.add("--config=" + config);
    command.addAll(List.of(arguments));
    Map<String, String> environment = new HashMap<>();
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", key.toString());
    environment.put("HTTP_PROXY", address(""));
    environment.put("NO_PROXY", "");
    return Command.run(environment, "", command);
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private String keyFile() throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String pem =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    return """
    {"type": "service_account", "client_id": "1", "client_email": "ci@project.example.com",
     "private_key_id": "1", "token_uri": "%s",
     "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
    """
        .formatted(address("/token"), pem);
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    for (String field : form.split("&", -1)) {
      if (field.startsWith("grant_type=")) {
        grants.add(URLDecoder.decode(field.substring("grant_type=".length()), UTF_8));
      }
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer(
        exchange,
        serving ? 200 : 400,
        serving
            ? "{\"access_token\": \"token-%d\", \"expires_in\": 3599, \"token_type\": \"Bearer\"}"
                .formatted(grants.size())
            : "{\"error\": \"account_deleted\"}");
  }

  private void registry(HttpExchange exchange) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    String login =
        header == null
            ? "anonymous"
            : new String(Base64.getDecoder().decode(header.substring("Basic ".length())), UTF_8);
    logins.add(exchange.getRequestHeaders().getFirst("Host") + " " + login);
    if (login.equals("oauth2accesstoken:token-1")) {
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
      answer(exchange, 200, MANIFEST);
    } else {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
      answer(exchange, 401, "{\"errors\": [{\"code\": \"UNAUTHORIZED\"}]}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
