package io.pullcheck.web;

import static io.pullcheck.testing.TestingClock.START;
import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.metrics.InventoryMetrics;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.TestingRescues;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.status.StatusPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The API of the status page, and who may ask for a check.
final class StatusApiTest {

  private static final String CHECK = "POST /api/v1/images/check?image=a.io%2Fcart:v1";
  private static final String OURS = "X-Pullcheck: check\r\n";

  private final TestingClock clock = new TestingClock();
  private final Inventory inventory = new Inventory(_ -> true);
  private final List<Pull> demanded = Collections.synchronizedList(new ArrayList<>());
  private volatile String view = "";
  private volatile boolean checks = true;
  private final StatusPage page =
      new StatusPage(
          new StatusPage.Sources(
              inventory,
              TestingRescues.asking(
                  image -> image.contains("/") ? image.substring(0, image.indexOf('/')) : ""),
              () -> view,
              () -> true,
              Map::of,
              pull -> checks && demanded.add(pull),
              clock),
          new StatusPage.About(Optional.of("prod"), "1.2.3"));
  private final ManagementEndpoint endpoint = endpoint(ManagementEndpoint.Access.OPEN);

  @BeforeEach
  void start() throws IOException {
    inventory.replace(deployment("shop", "cart", "a.io/cart:v1"));
    inventory.replace(deployment("bank", "till", "a.io/cart:v1", "a.io/till:v1"));
    inventory.record(
        pull("shop", "a.io/cart:v1"),
        new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), START));
    endpoint.start();
  }

  @AfterEach
  void stop() {
    endpoint.stop();
  }

  @Test
  void aCheckIsAskedForThatImageForAllWhoUseIt() throws IOException {
    assertThat(ask(CHECK, OURS)).startsWith("HTTP/1.1 202 ").endsWith("{\"checks\":2}");
    assertThat(demanded)
        .containsExactlyInAnyOrder(pull("shop", "a.io/cart:v1"), pull("bank", "a.io/cart:v1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A form or an image of another site: no header of ours.
        "",
        "Sec-Fetch-Site: same-origin",
        "X-Pullcheck: check\r\nSec-Fetch-Site: cross-site",
        "X-Pullcheck: check\r\nSec-Fetch-Site: same-site",
        "X-Pullcheck: check\r\nSec-Fetch-Site: none",
        "X-Pullcheck: check\r\nSec-Fetch-Site: cross-site\r\nOrigin: http://localhost:8080",
        "X-Pullcheck: check\r\nOrigin: http://evil.example",
        "X-Pullcheck: check\r\nOrigin: http://localhost",
        "X-Pullcheck: check\r\nOrigin: http://localhost:8080.evil.example",
        "X-Pullcheck: check\r\nOrigin: null",
        "X-Pullcheck: check\r\nOrigin: localhost:8080",
      })
  void anotherSitesPageCannotAsk(String headers) throws IOException {
    assertThat(ask(CHECK, headers.isEmpty() ? "" : headers + "\r\n")).startsWith("HTTP/1.1 403 ");
    assertThat(demanded).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Pullcheck: check",
        "X-Pullcheck: check\r\nOrigin: http://localhost:8080",
        // An ingress may have changed the name; the browser's word counts.
        "X-Pullcheck: check\r\nSec-Fetch-Site: same-origin\r\nOrigin: https://images.example.com",
      })
  void ourOwnPageAndProgramsCan(String headers) throws IOException {
    assertThat(ask(CHECK, headers + "\r\n")).startsWith("HTTP/1.1 202 ");
  }

  @Test
  void nobodyIsToldThatAnotherSiteMayAsk() throws IOException {
    assertThat(ask("OPTIONS /api/v1/images/check", "Origin: http://evil.example\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .doesNotContainIgnoringCase("access-control");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/v1/images/check/",
        "POST /api/v1/images/./check",
        "POST /api/v1/images/%63heck",
        "POST /API/v1/images/check",
        "POST /api/v1/images/check;x=1",
        "PUT /api/v1/images/check",
        "DELETE /api/v1/images/check",
        "POST /api/v1/images",
        "POST /api/v1/status",
        "GET /api/v1/images/check",
      })
  void nothingElseCanBeChanged(String request) throws IOException {
    assertThat(ask(request + "?image=a.io/cart:v1", OURS)).containsPattern("^HTTP/1.1 40[045] ");
    assertThat(demanded).isEmpty();
  }

  @Test
  void withATokenACheckNeedsItToo() throws IOException {
    ManagementEndpoint guarded =
        endpoint(new ManagementEndpoint.Access(Optional.of(() -> "secret"), Set.of()));
    guarded.start();
    try {
      assertThat(ask(guarded, CHECK, OURS)).startsWith("HTTP/1.1 401 ");
      assertThat(ask(guarded, CHECK, "Authorization: Bearer secret\r\n"))
          .startsWith("HTTP/1.1 403 ");
      assertThat(ask(guarded, CHECK, OURS + "Authorization: Bearer secret\r\n"))
          .startsWith("HTTP/1.1 202 ");
    } finally {
      guarded.stop();
    }
  }

  @Test
  void whoCannotCheckSaysWhy() throws IOException {
    assertThat(ask("POST /api/v1/images/check", OURS)).startsWith("HTTP/1.1 400 ");
    assertThat(ask("POST /api/v1/images/check?image=a.io/none", OURS)).startsWith("HTTP/1.1 404 ");
    view = "the leader at 10.0.0.3:8443, copied 2 s ago";
    assertThat(ask(CHECK, OURS))
        .startsWith("HTTP/1.1 409 ")
        .contains("of the leader at 10.0.0.3:8443");
    view = "";
    checks = false;
    assertThat(ask(CHECK, OURS)).startsWith("HTTP/1.1 503 ");
    assertThat(demanded).isEmpty();
  }

  @Test
  void manyChecksAreRefused() throws IOException {
    for (int i = 0; i < 10; i++) {
      assertThat(ask(CHECK, OURS)).startsWith("HTTP/1.1 202 ");
    }
    assertThat(ask(CHECK, OURS)).startsWith("HTTP/1.1 429 ").containsIgnoringCase("retry-after: 2");
  }

  @Test
  void theTableIsToBeHadAsCsv() throws IOException {
    String answer = ask("GET /api/v1/images.csv?state=absent", "");

    assertThat(answer)
        .containsIgnoringCase("content-type: text/csv")
        .containsIgnoringCase("attachment; filename=\"pullcheck-images.csv\"")
        .contains("\"group\",\"state\",\"image\",\"registry\",\"workloads\",\"reason\"")
        .contains(
            "\"\",\"absent\",\"a.io/cart:v1\",\"a.io\",\"1\",\"manifest_unknown\",\"not found\",\"\","
                + "\"Push the tag again, or change the workload to one that exists.\","
                + "\"2026-03-01T12:00:00Z\",\"2026-03-01T12:00:00Z\",\"\","
                + "\"shop/Deployment/cart\",\"1\",\"\",\"\",\"\"\r\n");
    assertThat(ask("GET /api/v1/images.csv?stat=absent", "")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void tellsHowItStandsWithTheWhole() throws IOException {
    page.follow();

    assertThat(ask("GET /api/v1/status", ""))
        .endsWith(
            """
            {"cluster":"prod","version":"1.2.3","view":"","now":"2026-03-01T12:00:00Z",\
            "synced":true,"totals":{"workloads":2,"images":3,"unchecked":2,"unavailable":1,\
            "oldestCheck":"2026-03-01T12:00:00Z","newestCheck":"2026-03-01T12:00:00Z"},\
            "registries":[],"changes":[{"at":"2026-03-01T12:00:00Z","registry":"a.io",\
            "from":"unchecked","to":"absent","reason":"manifest_unknown","summary":"not found",\
            "images":["a.io/cart:v1"],"count":1}],"history":{"first":"2026-03-01T12:00:00Z",\
            "seconds":300,"unavailable":[1]}}""");
  }

  private ManagementEndpoint endpoint(ManagementEndpoint.Access access) {
    return new ManagementEndpoint(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new ManagementEndpoint.Metrics(new PrometheusRegistry(), InventoryMetrics.NONE),
        new ManagementEndpoint.Probes(Readiness.Ready::new, List::of),
        page,
        Optional.empty(),
        access);
  }

  private String ask(String request, String headers) throws IOException {
    return ask(endpoint, request, headers);
  }

  private static String ask(ManagementEndpoint endpoint, String request, String headers)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
      String text =
          request
              + " HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\nContent-Length: 0\r\n"
              + headers
              + "\r\n";
      socket.getOutputStream().write(text.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
