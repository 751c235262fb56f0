package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryAccess;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `my_registry.lan` is a host to a node. Asked through a proxy, because no name server knows it.
final class UnderscoredHostsTest extends RegistryClientTesting {

  private static final String HOST = "my_registry.lan";

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  // The first handshake loads the classes and the system's CAs.
  @BeforeEach
  void patiently() {
    checkTimeout = Duration.ofSeconds(30);
  }

  @Test
  void theRegistryItsTokenServerAndItsRedirectsAreAsked() throws Exception {
    RegistryClient client = through(plainRegistry().host(), TestingHosts.plain(HOST));

    assertThat(check(client, HOST, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    assertThat(requests)
        .containsExactly(
            "HEAD http://my_registry.lan/v2/shop/cart/manifests/v1",
            "GET http://my_registry.lan/token?service=reg&scope=repository%3Ashop%2Fcart%3Apull",
            "HEAD http://my_registry.lan/v2/shop/cart/manifests/v1",
            "HEAD http://my_registry.lan/elsewhere");
  }

  @Test
  void aMirrorIsAsked() throws Exception {
    HostSettings mirrored =
        new HostSettings(
            "reg.lan",
            List.of(HOST),
            false,
            Set.of(),
            0,
            8,
            Optional.empty(),
            false,
            false,
            Optional.empty());
    RegistryClient client = through(plainRegistry().host(), mirrored, TestingHosts.plain(HOST));

    assertThat(check(client, "reg.lan", Candidates.ANONYMOUS))
        .isInstanceOf(Verdict.Available.class);
  }

  /// The JDK leaves such a name out, and nginx would then show the certificate of another host.
  @Test
  void theServerIsToldTheName() throws Exception {
    ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    try (ExecutorService accepting = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> hello = accepting.submit(() -> hello(proxy));
      check(through("127.0.0.1:" + proxy.getLocalPort()), HOST, Candidates.ANONYMOUS);

      assertThat(hello.get()).contains(HOST);
    }
  }

  /// What a client begins its handshake with.
  private static String hello(ServerSocket proxy) throws IOException {
    try (proxy;
        Socket tunnel = proxy.accept()) {
      InputStream in = tunnel.getInputStream();
      StringBuilder request = new StringBuilder();
      while (!request.toString().endsWith("\r\n\r\n")) {
        request.append((char) in.read());
      }
      tunnel.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      // A record of TLS: its type and version, its length, and its content.
      byte[] start = in.readNBytes(5);
      int length = Byte.toUnsignedInt(start[3]) << 8 | Byte.toUnsignedInt(start[4]);
      return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }
  }

  private HostileServer plainRegistry() throws Exception {
    return hostile(
        (request, out) -> {
          requests.add(request);
          String path = request.replaceFirst(".*" + HOST, "").replaceFirst("[?].*", "");
          switch (path) {
            case "/token" -> {
              String token = "{\"token\":\"t\",\"access_token\":\"t\"}";
              out.head("HTTP/1.1 200 OK", "Content-Length: " + token.length(), "Connection: close");
              out.write(token);
            }
            case "/elsewhere" ->
                out.head(
                    "HTTP/1.1 200 OK",
                    "Content-Type: application/vnd.oci.image.manifest.v1+json",
                    "Docker-Content-Digest: sha256:" + "a".repeat(64),
                    "Content-Length: 7");
            default ->
                out.head(
                    out.authorized() ? "HTTP/1.1 307 Moved" : "HTTP/1.1 401 Unauthorized",
                    out.authorized()
                        ? "Location: http://my_registry.lan/elsewhere"
                        : "WWW-Authenticate: Bearer realm=\"http://my_registry.lan/token\",service=\"reg\"",
                    "Content-Length: 0");
          }
        });
  }

  private static Verdict check(RegistryClient client, String host, Candidates candidates) {
    return client.check(attempt(host, candidates), Keyring.EMPTY, TestingCallers.URGENT);
  }

  private RegistryClient through(String proxy, HostSettings... hosts) {
    String url = "http://" + proxy;
    RegistryClient client =
        new RegistryClient(
            new RegistryAccess(
                new AddressRules(false, false, Set.of()),
                Map.of("HTTPS_PROXY", url, "HTTP_PROXY", url),
                List.of(),
                "test",
                Thread::startVirtualThread),
            new TestingNames().name("127.0.0.1", "127.0.0.1"),
            new RegistrySettings(List.of(hosts), Verification.MANIFEST, false, false, 1),
            checkTimeout,
            RegistryObserver.NONE,
            clock);
    open.add(client);
    return client;
  }
}
