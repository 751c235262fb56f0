package io.pullcheck.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pullcheck.config.HeapShares;
import io.pullcheck.model.Reason;
import io.pullcheck.testing.TestingHosts;
import io.pullcheck.testing.TestingTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangedAuthoritiesTest {

  @TempDir private Path folder;

  /// Without a change of the configuration: a ConfigMap with CAs is swapped by itself.
  @Test
  void aFileWithCasIsReadAgainWhenItChanges() throws Exception {
    TestingTls tls = new TestingTls(List.of("127.0.0.1"));
    new TestingTls(List.of("other.example")).write(folder);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Connection", "close");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try (Requests requests = requests()) {
      URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/v2/");

      assertThat(send(requests, uri))
          .isInstanceOfSatisfying(
              Reply.Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.TLS));
      tls.write(folder);
      assertThat(send(requests, uri)).isInstanceOf(Reply.Response.class);
      Files.writeString(folder.resolve("ca.pem"), "half a fi");
      assertThat(send(requests, uri)).isInstanceOf(Reply.Response.class);
    } finally {
      server.stop(0);
    }
  }

  private Requests requests() {
    return new Requests(
        new RegistryAccess(
            new AddressRules(true, false, Set.of()),
            Map.of(),
            List.of(folder.resolve("ca.pem")),
            "test",
            Thread::startVirtualThread),
        new SystemNames(),
        () -> TestingHosts.settings(),
        RegistryObserver.NONE,
        new BodyBudget(new HeapShares(100_000_000)));
  }

  private static Reply send(Requests requests, URI uri) {
    try (BodyBudget.Share share = requests.share()) {
      return requests.send(
          HttpCall.head(uri, Map.of()), "reg.example", Deadline.in(Duration.ofSeconds(30)), share);
    }
  }
}
