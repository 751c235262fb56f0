package io.pullcheck.web;

import static io.pullcheck.testing.TestingClock.START;
import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.metrics.InventoryMetrics;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.status.TestingStatusPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementEndpointTest {

  private final Inventory inventory = new Inventory(_ -> true);
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Readiness readiness = new Readiness.Ready();
  private volatile List<String> dead = List.of();
  private final ManagementEndpoint endpoint = endpoint(loopback(0));

  @BeforeEach
  void start() throws IOException {
    endpoint.start();
  }

  @AfterEach
  void stop() {
    endpoint.stop();
    client.close();
  }

  @Test
  void isAliveAndHealthy() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhatIsDead() throws Exception {
    dead = List.of("the client for registries is closed", "the checker has not run for 300 s");

    assertThat(get("/livez").statusCode()).isEqualTo(503);
    assertThat(get("/livez").body())
        .isEqualTo(
            "not alive: the client for registries is closed; the checker has not run for 300 s\n");
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhyItIsNotReady() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);

    readiness = new Readiness.NotReady(List.of("informers have not synced", "no certificate"));

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body())
        .isEqualTo("not ready: informers have not synced; no certificate\n");
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void showsImagesAsJson() throws Exception {
    inventory.replace(deployment("shop", "cart", "reg.io/cart:v41"));
    inventory.record(
        pull("shop", "reg.io/cart:v41"),
        new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), START));

    HttpResponse<String> response = get("/api/v1/images?state=absent&limit=5");

    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    assertThat(response.body())
        .isEqualTo(
            """
            {"view":"","total":1,"offset":0,"limit":5,"counts":{"absent":1,"bad_image_format":0,\
            "authentication_failure":0,"authorization_failure":0,"registry_unavailable":0,\
            "unknown_error":0,"available":0,"unchecked":0},\
            "states":["absent","bad_image_format","authentication_failure",\
            "authorization_failure","registry_unavailable","unknown_error","available",\
            "unchecked"],"namespaces":["shop"],"registries":["reg.io"],\
            "images":[{"key":"absent manifest_unknown reg.io/cart:v41 ",\
            "image":"reg.io/cart:v41","state":"absent","reason":"manifest_unknown",\
            "summary":"not found",\
            "advice":"Push the tag again, or change the workload to one that exists.",\
            "rescues":[],"detail":null,"registry":"reg.io","since":"2026-03-01T12:00:00Z",\
            "lastCheck":"2026-03-01T12:00:00Z","nextCheck":null,\
            "workloads":[{"namespace":"shop","kind":"Deployment","name":"cart",\
            "container":"c0","path":"spec.template.spec.containers[0].image"}],\
            "uses":1,"dependents":1,"replicas":1,"running":null,"moved":null,\
            "group":null}],"groups":[]}""");
  }

  @Test
  void refusesABadQueryInOneLine() throws Exception {
    HttpResponse<String> response = get("/api/v1/images?limit=lots");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("limit must be a number from 1 to 1000\n");
  }

  @Test
  void servesThePageUnderAStrictPolicy() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
    assertThat(page.body()).contains("<title>Pullcheck</title>");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self';")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
  }

  @Test
  void servesTheRunbookUnderTheSamePolicy() throws Exception {
    HttpResponse<String> page = get("/runbook");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type").orElse(""))
        .isEqualTo("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("content-security-policy"))
        .isEqualTo(get("/").headers().firstValue("content-security-policy"));
    assertThat(page.body()).contains("<h2 id=\"pullcheckimageabsent\">PullcheckImageAbsent</h2>");
    assertThat(get("/runbook.css").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNotThereIsNotFoundAndNothingCanBeChanged() throws Exception {
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(uri("/api/v1/images"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    // Last: such a request may cost the connection, and a POST that follows is not sent again.
    assertThat(get("/%2e%2e/logback.xml").statusCode()).isIn(400, 404);
  }

  @Test
  void saysInOneLineThatItsAddressIsTaken() {
    InetSocketAddress taken = loopback(endpoint.port());

    assertThatThrownBy(() -> endpoint(taken).start())
        .isInstanceOf(IOException.class)
        .hasMessage("cannot listen on localhost:" + endpoint.port() + ": Address already in use");
  }

  @Test
  void saysInOneLineThatItsAddressDoesNotExist() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no.such.host.invalid", 8080);

    assertThatThrownBy(() -> endpoint(nowhere).start())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on no.such.host.invalid:8080: ")
        .hasMessageNotContaining("\n");
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private ManagementEndpoint endpoint(InetSocketAddress bind) {
    return new ManagementEndpoint(
        bind,
        new ManagementEndpoint.Metrics(new PrometheusRegistry(), InventoryMetrics.NONE),
        new ManagementEndpoint.Probes(() -> readiness, () -> dead),
        TestingStatusPage.of(inventory, _ -> "reg.io"));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + endpoint.port() + path);
  }
}
