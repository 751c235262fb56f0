package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.Ports;
import io.pullcheck.testing.Prometheus;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.RealParts;
import io.pullcheck.testing.RedisServer;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every panel of the dashboard, asked as Grafana asks, of a real Prometheus that scrapes a real
/// `serve`: with images that are there, that are gone, whose registry does not answer, and whose
/// registry limits the rate of requests.
@Tag("slow")
class DashboardPanelsIT {

  /// Rightly empty here: nothing is denied, and the API server is not scraped.
  private static final Set<String> MAY_BE_EMPTY =
      Set.of("Refused objects by reason", "Reviews that nobody looked at", "Ticks and log lines");

  private static final String WARNINGS = "k8s_image_availability_exporter_admission_warnings_total";
  private static final String TABLE = "Unavailable images and how many use them";

  @TempDir private static Path folder;
  @AutoClose private static DockerRegistry registry;
  private static HttpServer limiting;
  private static RealApiServer cluster;
  private static String dead = "";
  private static String shop = "";

  @BeforeAll
  static void start() throws Exception {
    RealParts.require("prometheus");
    cluster = RealApiServer.shared();
    registry = DockerRegistry.open();
    dead = "127.0.0.1:" + Ports.free();
    limiting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    limiting.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "600");
          exchange.sendResponseHeaders(429, -1);
          exchange.close();
        });
    limiting.start();
    shop = cluster.newNamespace("shop");
    create("there", registry.push("shop/there", "v1"));
    create("gone", registry.host() + "/shop/gone:v1");
    create("gone-too", registry.host() + "/shop/gone:v1");
    create("dead", dead + "/shop/dead:v1");
    create("limited", "127.0.0.1:" + limiting.getAddress().getPort() + "/shop/limited:v1");
  }

  @AfterAll
  static void stop() throws IOException {
    limiting.stop(0);
    cluster.must("delete", "validatingwebhookconfiguration", "dashboard-it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "unavailable"})
  void everyPanelHasItsData(String metrics) throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "k".repeat(32));
    try (var redis = RedisServer.open();
        var pullcheck =
            PullcheckProcess.start(
                cluster.kubeconfig(),
                "--cluster-name=one",
                "--verdict-store=" + redis.url(),
                "--verdict-store-key-file=" + key,
                "--namespace=" + cluster.newNamespace("pullcheck"),
                "--namespaces=" + shop,
                "--webhook-configuration-name=dashboard-it",
                "--config=" + plainHttp(),
                "--metrics=" + metrics);
        var prometheus = new Prometheus(pullcheck.management("/metrics"), List.of())) {
      warn(pullcheck, prometheus);

      Waiting.until(() -> empty(prometheus), MAY_BE_EMPTY::containsAll);
      Waiting.until(() -> number(prometheus, "Unavailable images", ".*", ".*"), "2"::equals);
      assertThat(number(prometheus, "Absent", shop, ".*")).isEqualTo("1");
      assertThat(number(prometheus, "Not verifiable", shop, ".*")).isEqualTo("1");
      // What is chosen holds: of each registry there is one, and in another namespace none.
      assertThat(number(prometheus, "Unavailable images", shop, dead)).isEqualTo("1");
      assertThat(number(prometheus, "Absent", shop, dead)).isEqualTo("0");
      assertThat(number(prometheus, "Unavailable images", ".*", "(docker.io|" + dead + ")"))
          .isEqualTo("1");
      assertThat(number(prometheus, "Unavailable images", "pay", ".*")).isEqualTo("0");
      // Workloads of the image that is gone, and since when it is.
      assertThat(rows(prometheus, registry.host())).first().isEqualTo("2");
      assertThat(rows(prometheus, registry.host())).hasSize(2);
      assertThat(rows(prometheus, "other.example.com")).isEmpty();
    }
  }

  // The server that answers 429 does not answer TLS at all, not even by a refusal.
  private static Path plainHttp() throws IOException {
    return Files.writeString(
        folder.resolve("config.yaml"),
        "registries: [{host: \"127.0.0.1:%d\", plainHttp: true}]"
            .formatted(limiting.getAddress().getPort()));
  }

  /// Lets the API server ask the replica, which warns.
  private static void warn(PullcheckProcess pullcheck, Prometheus prometheus) throws IOException {
    var configuration =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: dashboard-it}
        webhooks:
        - name: workloads.pullcheck.io
          clientConfig: {url: "https://127.0.0.1:%d/validate"}
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
          rules:
          - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
          failurePolicy: Ignore
          sideEffects: None
          admissionReviewVersions: [v1]
        """
            .formatted(pullcheck.webhookPort(), shop);
    assertThat(cluster.kubectlReading(configuration, "apply", "-f", "-").exit()).isZero();
    // Another test's replica may be asked, too: so it is this one's own counter that counts.
    var _ =
        Waiting.until(
            () -> {
              var image = "--image=" + registry.host() + "/shop/gone:v1";
              var _ =
                  cluster.kubectl(
                      "create", "deployment", "probe", "-n", shop, image, "--dry-run=server");
              return prometheus.query(WARNINGS);
            },
            values -> !values.isEmpty());
  }

  /// The titles of panels that have a query without an answer.
  private static Set<String> empty(Prometheus prometheus) throws Exception {
    var empty = new TreeSet<String>();
    for (var query : Dashboard.queries().toList()) {
      if (prometheus.query(query.asked(".*", ".*")).isEmpty()) {
        empty.add(query.panel());
      }
    }
    return empty;
  }

  private static String number(
      Prometheus prometheus, String panel, String namespace, String registries) throws Exception {
    var query =
        Dashboard.queries().filter(it -> it.panel().equals(panel)).findFirst().orElseThrow();
    return prometheus.query(query.asked(namespace, registries)).getFirst();
  }

  /// What the table says of the images of a registry: for each its workloads, and since when it is
  /// unavailable.
  private static List<String> rows(Prometheus prometheus, String registries) throws Exception {
    var values = new ArrayList<String>();
    for (var query : Dashboard.queries().filter(it -> it.panel().equals(TABLE)).toList()) {
      values.addAll(prometheus.query(query.asked(shop, registries)));
    }
    return values;
  }

  private static void create(String name, String image) throws IOException {
    cluster.must("create", "deployment", name, "-n", shop, "--image=" + image);
  }
}
