package io.pullcheck.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.metrics.InventoryMetrics;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.status.TestingStatusPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets an answer of the management endpoint.
class ManagementGuardTest {

  private static final String[] GUARDED = {
    "/metrics", "/", "/index.html", "/api/v1/images", "/runbook", "/runbook.html"
  };

  private volatile String token = "secret";
  private final ManagementEndpoint open =
      endpoint(new ManagementEndpoint.Access(Optional.empty(), Set.of("images.example.com")));
  private final ManagementEndpoint guarded =
      endpoint(new ManagementEndpoint.Access(Optional.of(() -> token), Set.of()));

  @BeforeEach
  void start() throws IOException {
    open.start();
    guarded.start();
  }

  @AfterEach
  void stop() {
    open.stop();
    guarded.stop();
  }

  @Test
  void withATokenFileOnlyWhoBearsTheTokenIsAnswered() throws IOException {
    for (String path : GUARDED) {
      assertThat(ask(guarded, "GET " + path, "localhost", ""))
          .startsWith("HTTP/1.1 401 ")
          .containsIgnoringCase("\r\nwww-authenticate: Bearer\r\n");
      assertThat(ask(guarded, "GET " + path, "localhost", "Authorization: Bearer secrets\r\n"))
          .startsWith("HTTP/1.1 401 ");
      assertThat(ask(guarded, "GET " + path, "localhost", "Authorization: Basic secret\r\n"))
          .startsWith("HTTP/1.1 401 ");
      assertThat(ask(guarded, "GET " + path, "a.example", "Authorization: bearer secret\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
    token = "renewed";
    assertThat(ask(guarded, "GET /metrics", "localhost", "Authorization: Bearer renewed\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz", "/healthz"})
  void probesAreAnsweredToEverybody(String path) throws IOException {
    assertThat(ask(guarded, "GET " + path, "localhost", "")).startsWith("HTTP/1.1 200 ");
    assertThat(ask(open, "GET " + path, "a.example", "")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void nothingButReadingIsAnswered(String method) throws IOException {
    for (String path : new String[] {"/metrics", "/livez", "/", "/nothing"}) {
      assertThat(ask(open, method + " " + path, "localhost", "Cookie: secret\r\n"))
          .startsWith("HTTP/1.1 405 ")
          .doesNotContain("secret");
    }
  }

  /// A page whose name points to this server.
  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "pullcheck.svc.evil.example", "localhost.evil.example"})
  void aForeignNameIsNotAnswered(String host) throws IOException {
    for (String path : GUARDED) {
      assertThat(ask(open, "GET " + path, host, "")).startsWith("HTTP/1.1 421 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1:8080",
        "[::1]:8080",
        "pullcheck-metrics",
        "pullcheck-metrics.pullcheck.svc:8080",
        "pullcheck-metrics.pullcheck.svc.cluster.local",
        "Images.example.com",
      })
  void itsOwnNamesAreAnswered(String host) throws IOException {
    assertThat(ask(open, "GET /metrics", host, "")).startsWith("HTTP/1.1 200 ");
  }

  private static ManagementEndpoint endpoint(ManagementEndpoint.Access access) {
    return new ManagementEndpoint(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new ManagementEndpoint.Metrics(new PrometheusRegistry(), InventoryMetrics.NONE),
        new ManagementEndpoint.Probes(Readiness.Ready::new, List::of),
        TestingStatusPage.of(new Inventory(_ -> true), _ -> "reg.io"),
        Optional.empty(),
        access);
  }

  private static String ask(
      ManagementEndpoint endpoint, String request, String host, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
      String text =
          request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + headers + "\r\n";
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
