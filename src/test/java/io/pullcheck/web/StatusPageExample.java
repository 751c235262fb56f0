package io.pullcheck.web;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.metrics.InventoryMetrics;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.RunningPods;
import io.pullcheck.rescue.TestingRescues;
import io.pullcheck.testing.Chromium;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.web.status.StatusPage;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.RunningPod;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the pictures of the status page in `docs/images` (before their colours are reduced), of an
/// example whose last day is played in a moment: run it with a folder as its argument.
final class StatusPageExample {

  private static final String CHECKOUT = "ghcr.io/acme/checkout:v41";
  private static final String BEFORE = "sha256:" + "4f3c".repeat(16);
  private static final Verdict THERE =
      new Verdict.Available(Optional.of("sha256:" + "b071".repeat(16)));

  private final TestingClock clock = new TestingClock();
  private final Inventory inventory = new Inventory(_ -> true);
  private final RunningPods pods = new RunningPods(true);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final StatusPage page =
      new StatusPage(
          new StatusPage.Sources(
              inventory,
              TestingRescues.asking(
                  image ->
                      image.contains("/") ? image.substring(0, image.indexOf('/')) : "docker.io",
                  pods),
              () -> "",
              () -> true,
              () ->
                  Map.of(
                      "registry.example.com",
                      new StatusPage.RegistryCondition(true, Duration.ZERO),
                      "docker.io",
                      new StatusPage.RegistryCondition(false, Duration.ofMinutes(7))),
              _ -> true,
              clock),
          new StatusPage.About(Optional.of("prod-eu-1"), "1.4.0"));

  public static void main(String[] folder) throws Exception {
    Path target = Path.of(folder[0]);
    Files.createDirectories(target);
    ManagementEndpoint endpoint = listening();
    try (Chromium browser = new Chromium()) {
      URI address = URI.create("http://127.0.0.1:" + endpoint.port() + "/");
      browser.size(1280, 900, false);
      browser.prefer("light");
      browser.open(address);
      browser.await("document.querySelectorAll('tr.row').length > 10");
      browser.evaluate("document.querySelectorAll('tr.row .open')[0].click()");
      browser.screenshot(target.resolve("status-page.png"));
      browser.evaluate("document.querySelector('#group').value = 'namespace'");
      browser.evaluate("document.querySelector('form').requestSubmit()");
      browser.await("document.querySelectorAll('tr.group').length > 3");
      browser.evaluate("document.querySelector('#changes').open = true");
      browser.screenshot(target.resolve("grouped.png"));
      browser.print();
      browser.screenshot(target.resolve("print.png"));
      browser.size(390, 780, true);
      browser.prefer("dark");
      browser.open(address);
      browser.await("document.querySelectorAll('tr.row').length > 10");
      browser.screenshot(target.resolve("status-page-phone.png"));
      browser.evaluate("document.querySelector('#filter-toggle').click()");
      browser.evaluate("document.querySelector('tr.row .open').click()");
      browser.screenshot(target.resolve("phone-open.png"));
    } finally {
      endpoint.stop();
    }
  }

  /// An endpoint that shows the example.
  static ManagementEndpoint listening() throws IOException {
    StatusPageExample example = new StatusPageExample();
    example.playTheDay();
    ManagementEndpoint endpoint =
        new ManagementEndpoint(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new ManagementEndpoint.Metrics(new PrometheusRegistry(), InventoryMetrics.NONE),
            new ManagementEndpoint.Probes(Readiness.Ready::new, List::of),
            example.page);
    endpoint.start();
    return endpoint;
  }

  private void playTheDay() {
    everythingIsThere(now.minus(Duration.ofHours(26)));
    for (int minutes = 26 * 60; minutes > 0; minutes -= 5) {
      clock.set(now.minus(Duration.ofMinutes(minutes)));
      happens(minutes);
      page.follow();
    }
    clock.set(now);
    inventory.snapshot().pulls().forEach(this::checkedAgain);
    page.follow();
  }

  private void checkedAgain(Pull pull, PullStatus status) {
    status
        .last()
        .ifPresent(
            last -> {
              Instant at = now.minusSeconds(pull.image().length() * 7L % 300);
              var _ = inventory.record(pull, new CheckedVerdict(last.verdict(), at));
              inventory.due(pull, at.plusSeconds(300));
            });
  }

  private void happens(int minutesAgo) {
    switch (minutesAgo) {
      case 22 * 60 -> lost(Reason.PRIVATE_OR_ABSENT, "ghcr.io/acme/reports:2.8.1");
      case 20 * 60 -> {
        lost(Reason.MANIFEST_UNKNOWN, "quay.io/acme/batch:nightly");
        lost(Reason.NO_MATCHING_PLATFORM, "ghcr.io/acme/thumbnails:7");
      }
      case 15 * 60 -> found("ghcr.io/acme/thumbnails:7", THERE);
      case 11 * 60 -> lost(Reason.INVALID_REFERENCE, "registry.example.com/Shop/Mail:v3");
      case 190 ->
          found(
              CHECKOUT,
              Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN)
                  .withRecoverable(
                      ImageReference.parse(CHECKOUT + "@" + BEFORE, "").orElseThrow()));
      case 45 -> {
        for (String image :
            List.of("search:v9", "ledger:2026.11", "mail:v2", "feeds:v5", "geo:v1")) {
          found(
              "registry.example.com/shop/" + image,
              new Verdict.Unavailable(
                  State.REGISTRY_UNAVAILABLE,
                  Reason.TIMEOUT,
                  "registry.example.com: no answer in time"));
        }
      }
      default -> {}
    }
  }

  private void lost(Reason reason, String image) {
    found(image, Verdict.Unavailable.of(reason));
  }

  private void everythingIsThere(Instant at) {
    clock.set(at);
    use(CHECKOUT, WorkloadKind.DEPLOYMENT, "shop/cart", "shop/checkout");
    for (String team : List.of("berlin", "lyon", "oslo", "porto", "turin", "vienna", "york")) {
      use(CHECKOUT, WorkloadKind.DEPLOYMENT, "shop-" + team + "/checkout");
      use("docker.io/library/nginx:1.29", WorkloadKind.DEPLOYMENT, "shop-" + team + "/web");
    }
    use("ghcr.io/acme/reports:2.8.1", WorkloadKind.CRONJOB, "finance/monthly", "finance/weekly");
    use("ghcr.io/acme/thumbnails:7", WorkloadKind.DEPLOYMENT, "media/thumbnails");
    use("quay.io/acme/batch:nightly", WorkloadKind.CRONJOB, "finance/close");
    use("registry.example.com/Shop/Mail:v3", WorkloadKind.DEPLOYMENT, "shop/mail-new");
    use(
        "registry.example.com/shop/search:v9",
        WorkloadKind.DEPLOYMENT,
        "shop/search",
        "shop/suggest");
    use("registry.example.com/shop/ledger:2026.11", WorkloadKind.STATEFULSET, "finance/ledger");
    use("registry.example.com/shop/mail:v2", WorkloadKind.DEPLOYMENT, "shop/mail");
    use("registry.example.com/shop/feeds:v5", WorkloadKind.CRONJOB, "shop/feeds");
    use("registry.example.com/shop/geo:v1", WorkloadKind.DEPLOYMENT, "shop/geo");
    use(
        "quay.io/prometheus/node-exporter:v1.10.2",
        WorkloadKind.DAEMONSET,
        "monitoring/node-exporter");
    use("quay.io/prometheus/prometheus:v3.8.0", WorkloadKind.STATEFULSET, "monitoring/prometheus");
    use(
        "registry.k8s.io/ingress-nginx/controller:v1.14.0",
        WorkloadKind.DAEMONSET,
        "ingress/controller");
    use("registry.k8s.io/coredns/coredns:v1.13.1", WorkloadKind.DEPLOYMENT, "kube-system/coredns");
    use("ghcr.io/acme/api:v112", WorkloadKind.DEPLOYMENT, "shop/api", "shop/admin");
    use("postgres:18.1", WorkloadKind.STATEFULSET, "finance/postgres", "shop/postgres");
    inventory.snapshot().pulls().keySet().forEach(pull -> found(pull.image(), THERE));
    run("shop/cart", "node-3", CHECKOUT);
    run("shop/checkout", "node-7", CHECKOUT);
    run("shop-oslo/web", "node-3", "docker.io/library/nginx:1.29");
    use("redis:8.4", WorkloadKind.STATEFULSET, "shop/sessions");
    use("docker.io/library/busybox:1.37", WorkloadKind.JOB, "ops/migrate");
  }

  private void run(String workload, String node, String image) {
    String[] parts = workload.split("/", 2);
    pods.added(
        new RunningPod(
            parts[0],
            parts[1] + "-5d4f8c7b9-" + node,
            node,
            new RunningPod.Owner("ReplicaSet", parts[1]),
            List.of(new RunningPod.Container("main", image, Optional.of(BEFORE), true))));
  }

  private void use(String image, WorkloadKind kind, String... names) {
    for (String name : names) {
      String[] parts = name.split("/", 2);
      inventory.replace(
          new Workload(
              new WorkloadId(parts[0], kind, parts[1]),
              List.of(
                  new ContainerImage("main", kind.podSpecPath() + ".containers[0].image", image)),
              new PullSecrets(parts[0], List.of(), "default"),
              NodePlacement.ANYWHERE,
              1));
    }
  }

  private void found(String image, Verdict verdict) {
    for (Pull pull : List.copyOf(inventory.snapshot().pulls().keySet())) {
      if (pull.image().equals(image)) {
        // A denial is believed when it is confirmed.
        var _ = inventory.record(pull, new CheckedVerdict(verdict, clock.instant()));
        var _ = inventory.record(pull, new CheckedVerdict(verdict, clock.instant().plusSeconds(5)));
      }
    }
  }
}
