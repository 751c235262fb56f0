package io.pullcheck.web;

import static io.pullcheck.testing.TestingClock.START;
import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.metrics.InventoryMetrics;
import io.pullcheck.metrics.VerdictMetrics;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.status.TestingStatusPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `/metrics`, asked over HTTP.
class ScrapesTest {

  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private final Inventory inventory = new Inventory(_ -> true);
  private final HttpClient client = HttpClient.newHttpClient();
  private final ManagementEndpoint endpoint =
      new ManagementEndpoint(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          new ManagementEndpoint.Metrics(
              metrics,
              new InventoryMetrics(
                  inventory::snapshot,
                  List.of(
                      new VerdictMetrics(
                          MetricsDetail.ALL, Duration.ofSeconds(15), InstantSource.fixed(START))))),
          new ManagementEndpoint.Probes(Readiness.Ready::new, List::of),
          TestingStatusPage.of(inventory, _ -> "reg.io"));

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
  void knowsHowLargeItsLastScrapeWasBeforeCompression() throws Exception {
    Counter.builder().name("some").help("x".repeat(100_000)).register(metrics);
    assertThat(endpoint.lastScrape()).isZero();

    int plain = get("/metrics").body().length();
    assertThat(plain).isGreaterThan(100_000);
    assertThat(endpoint.lastScrape()).isEqualTo(plain);

    Counter.builder().name("more").help("y".repeat(200_000)).register(metrics);
    HttpResponse<byte[]> compressed =
        client.send(
            HttpRequest.newBuilder(uri("/metrics")).header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray());
    assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(compressed.body().length).isLessThan(10_000);
    long held =
        new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes().length;
    assertThat(endpoint.lastScrape()).isEqualTo(held).isGreaterThan(300_000);
  }

  @Test
  void aClientThatCannotReadGzipGetsText() throws Exception {
    Counter.builder().name("some").help("Some.").register(metrics);

    HttpResponse<String> plain = get("/metrics");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(plain.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(plain.body())
        .endsWith("\n# HELP some_total Some.\n# TYPE some_total counter\nsome_total 0.0\n");
  }

  @Test
  void aQueryForSomeFamiliesIsNoScrape() throws Exception {
    Counter.builder().name("some").help("Some.").register(metrics);
    var _ = get("/metrics?name%5B%5D=some");

    assertThat(endpoint.lastScrape()).isZero();
  }

  @Test
  void exposesMetricsAsTextAndAsOpenMetrics() throws Exception {
    Counter.builder().name("scrapes_total").help("Scrapes.").register(metrics).inc(3);

    HttpResponse<String> text = get("/metrics");
    assertThat(text.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
    assertThat(text.body()).contains("# TYPE scrapes_total counter\nscrapes_total 3.0\n");

    HttpResponse<String> open = get("/metrics", "Accept", OPEN_METRICS);
    assertThat(open.headers().firstValue("content-type").orElse(""))
        .startsWith("application/openmetrics-text");
    assertThat(open.body()).contains("# TYPE scrapes counter\n").endsWith("# EOF\n");
  }

  @Test
  void aScrapeSaysWhatIsKnownInBothFormatsAndCompressed() throws Exception {
    Counter.builder().name("scrapes_total").help("Scrapes.").register(metrics).inc(3);
    inventory.replace(deployment("shop", "cart", "reg.io/cart:v41"));
    inventory.record(
        pull("shop", "reg.io/cart:v41"),
        new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), START));
    String absent =
        "k8s_image_availability_exporter_absent{container=\"c0\",image=\"reg.io/cart:v41\","
            + "kind=\"deployment\",name=\"cart\",namespace=\"shop\"} 1.0\n";

    HttpResponse<String> text = get("/metrics");
    assertThat(text.body()).containsOnlyOnce(absent).contains("\nscrapes_total 3.0\n");
    assertThat(endpoint.lastScrape()).isEqualTo(text.body().length());
    assertThat(get("/metrics", "Accept", OPEN_METRICS).body())
        .containsOnlyOnce(absent)
        .contains("\nscrapes_total 3.0\n")
        .endsWith("\n# EOF\n");
    assertThat(inflated("/metrics")).isEqualTo(text.body());
    for (String accepted : List.of(PROTOBUF, PROTOBUF + ";q=0.9,text/plain;q=0.1")) {
      HttpResponse<String> instead = get("/metrics", "Accept", accepted);
      assertThat(instead.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
      assertThat(instead.body()).isEqualTo(text.body());
    }
  }

  @Test
  void aQueryOfNamesAsksForTheseFamiliesOnly() throws Exception {
    Counter.builder().name("scrapes_total").help("Scrapes.").register(metrics).inc(3);
    inventory.replace(deployment("shop", "cart", "reg.io/cart:v41"));
    String images = "k8s_image_availability_exporter_images";

    assertThat(get("/metrics?name%5B%5D=" + images).body().lines())
        .hasSize(10)
        .allMatch(line -> line.contains(images));
    assertThat(get("/metrics?name%5B%5D=scrapes_total&name%5B%5D=" + images).body())
        .contains("scrapes_total 3.0", images + "{state=\"unchecked\"} 1.0");
    assertThat(get("/metrics?debug=openmetrics").body())
        .contains(images + "{state=\"unchecked\"} 1.0")
        .endsWith("\n# EOF\n");
  }

  @Test
  void headHasNoBody() throws Exception {
    HttpResponse<String> head =
        client.send(
            HttpRequest.newBuilder(uri("/metrics")).HEAD().build(), BodyHandlers.ofString());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  private String inflated(String path) throws Exception {
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(uri(path)).header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
    try (InputStream body = new GZIPInputStream(response.body())) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
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
