package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.RedisServer;
import io.pullcheck.testing.Scrape;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two clusters, each with an API server and a Pullcheck of its own, that share one store.
@Tag("slow")
final class FleetIT {

  private static final int IMAGES = 500;
  private static final int PER_DEPLOYMENT = 100;
  private static final String NAMES = "registry.fleet.test";
  private static final String SOURCE =
      "k8s_image_availability_exporter_verdict_store_verdicts_total";
  // Long beside the time for which a busy machine lets a process wait: half of it is how old
  // another cluster's verdict may be.
  private static final String LONG = "--check-interval=10s";
  private static final String[] OFTEN = {LONG, "--failed-check-interval=10s", "--check-period=2s"};
  private static final String[] SELDOM = {"--check-interval=1h", "--failed-check-interval=1h"};
  private static final String REPOSITORY = "team/app";
  private static final String NAMED = "-Djdk.net.hosts.file=";

  @AutoClose private final RealApiServer one = RealApiServer.startNew();
  @AutoClose private final RealApiServer two = RealApiServer.startNew();
  @AutoClose private final RedisServer redis = RedisServer.open();
  @AutoClose private final DockerRegistry registry = DockerRegistry.open();
  @TempDir private Path folder;

  FleetIT() throws IOException {}

  @Test
  void eachImageIsAskedForOnceAnIntervalAndNotOncePerCluster() throws Exception {
    deploy(one);
    deploy(two);
    try (PullcheckProcess first = start(one, "one", LONG);
        PullcheckProcess second = start(two, "two", LONG)) {
      awaitAvailable(first, IMAGES);
      awaitAvailable(second, IMAGES);
      double askedBefore = asked(first.scrape()) + asked(second.scrape());
      long checksBefore = registry.checks();

      // Each cluster asks for two rounds.
      double enough = asked(first.scrape()) + 2 * IMAGES;
      Waiting.until(first::scrape, each -> asked(each) >= enough);
      double asked = asked(first.scrape()) + asked(second.scrape()) - askedBefore;
      long checked = registry.checks() - checksBefore;
      System.out.printf(
          "two clusters, %d images: %.0f verdicts wanted, %d checks at the registry%n%s%n%s%n",
          IMAGES, asked, checked, sources(first), sources(second));
      // Without a store one check a verdict.
      assertThat((double) checked).isBetween(0.35 * asked, 0.55 * asked);
    }
  }

  /// Nothing can be found again: the registry is gone.
  @Test
  void aTotalRestartHasAllVerdicts() throws Exception {
    deploy(one);
    Map<String, Instant> since;
    String told;
    try (PullcheckProcess first = start(one, "one", OFTEN)) {
      awaitAvailable(first, IMAGES);
      registry.untag(REPOSITORY, "v7");
      Waiting.until(first::scrape, each -> recoverable(each) == 1);
      // A round more: on a busy machine the store may have missed something, and is told again.
      double enough = asked(first.scrape()) + 2 * IMAGES;
      Waiting.until(first::scrape, each -> asked(each) >= enough);
      since = since(first);
      told = sources(first);
      // The images, and the manifest of the one that is gone.
      Waiting.eventually(() -> verdicts() == IMAGES + 1);
    }
    registry.stop();
    try (PullcheckProcess again = start(one, "one", SELDOM)) {
      String _ = Waiting.until(() -> again.process().output(), log -> log.contains(" synced: "));
      long synced = System.nanoTime();
      awaitAvailable(again, IMAGES - 1);
      System.out.printf(
          "restart: %d verdicts %d ms after the sync%n",
          IMAGES - 1, (System.nanoTime() - synced) / 1_000_000);
      // With the digest that its tag had, as a registry knew an hour ago at most.
      Waiting.until(again::scrape, each -> recoverable(each) == 1);
      Map<String, Instant> different = since(again);
      assertThat(different).hasSize(IMAGES);
      different.entrySet().removeAll(since.entrySet());
      assertThat(different).as("%s before, with verdicts from %s", since, told).isEmpty();
      assertThat(sources(again)).contains("store").doesNotContain("check", "alone");
    }
  }

  @Test
  void brokenNamesOfOneClusterAreNotTheVerdictOfTheOther() throws Exception {
    String port = registry.host().substring(registry.host().indexOf(':'));
    registry.push("team/cart", "v1");
    String image = NAMES + port + "/team/cart:v1";
    one.must("create", "deployment", "cart", "--image=" + image);
    two.must("create", "deployment", "cart", "--image=" + image);
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + NAMES + ".\n");
    Path none = Files.writeString(folder.resolve("nobody"), "127.0.0.1 nobody.test\n");
    try (PullcheckProcess broken = start(Map.of("PULLCHECK_JAVA_OPTS", NAMED + none), one, "one");
        PullcheckProcess whole = start(Map.of("PULLCHECK_JAVA_OPTS", NAMED + hosts), two, "two")) {
      Waiting.until(() -> whole.scrape().state("default", "cart"), "available"::equals);
      Waiting.until(() -> broken.scrape().state("default", "cart"), "registry_unavailable"::equals);
      double enough = asked(whole.scrape()) + 5;
      double enoughBroken = asked(broken.scrape()) + 5;
      Waiting.until(whole::scrape, each -> asked(each) >= enough);
      Waiting.until(broken::scrape, each -> asked(each) >= enoughBroken);
      assertThat(whole.scrape().state("default", "cart")).isEqualTo("available");
      assertThat(broken.scrape().state("default", "cart")).isEqualTo("registry_unavailable");
    }
  }

  private void deploy(RealApiServer cluster) throws Exception {
    registry.push(REPOSITORY, "v0");
    String digest = registry.digest(REPOSITORY, "v0");
    for (int i = 0; i < IMAGES; i += PER_DEPLOYMENT) {
      List<String> containers = new ArrayList<>();
      for (int n = i; n < i + PER_DEPLOYMENT; n++) {
        registry.tag(REPOSITORY, digest, "v" + n);
        containers.add(
            "{name: c%d, image: \"%s/%s:v%d\"}".formatted(n, registry.host(), REPOSITORY, n));
      }
      Command.Result applied =
          cluster.kubectlReading(
              """
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: all-%1$d, namespace: default}
              spec:
                selector: {matchLabels: {app: all-%1$d}}
                template:
                  metadata: {labels: {app: all-%1$d}}
                  spec: {containers: [%2$s]}
              """
                  .formatted(i, String.join(", ", containers)),
              "apply",
              "-f",
              "-");
      assertThat(applied.exit()).as(applied.err()).isZero();
    }
  }

  private PullcheckProcess start(RealApiServer cluster, String name, String... more)
      throws IOException {
    return start(Map.of(), cluster, name, more);
  }

  private PullcheckProcess start(
      Map<String, String> environment, RealApiServer cluster, String name, String... more)
      throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            "registries: [{host: \"*\", plainHttp: true, requestsPerSecond: 0, concurrency: 64}]");
    Path key = Files.writeString(folder.resolve("key"), "k".repeat(40) + "\n");
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--cluster-name=" + name,
                "--config=" + config,
                "--check-interval=5s",
                "--verdict-store=" + redis.url(),
                "--verdict-store-key-file=" + key));
    flags.addAll(List.of(more));
    return PullcheckProcess.start(environment, cluster.kubeconfig(), flags.toArray(String[]::new));
  }

  private static void awaitAvailable(PullcheckProcess process, int images) {
    Waiting.until(process::scrape, each -> count(each, "available{") == images);
  }

  private static long recoverable(Scrape scrape) {
    return count(scrape, "recoverable{");
  }

  private static long count(Scrape scrape, String family) {
    return scrape.series().entrySet().stream()
        .filter(
            each ->
                each.getValue() == 1
                    && each.getKey().startsWith("k8s_image_availability_exporter_" + family))
        .count();
  }

  private long verdicts() {
    try {
      return redis.keys("pullcheck:").stream().filter(key -> key.endsWith("}v")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Instant> since(PullcheckProcess process) {
    String page =
        process.images("?limit=1000", "\"absent\":1,", "\"available\":" + (IMAGES - 1) + ",");
    Map<String, Instant> since = new TreeMap<>();
    for (JsonNode image : JsonMapper.shared().readTree(page).get("images")) {
      // The store keeps milliseconds.
      Instant began = Instant.parse(image.get("since").asString()).truncatedTo(ChronoUnit.MILLIS);
      since.put(image.get("image").asString(), began);
    }
    return since;
  }

  private static double asked(Scrape scrape) {
    return scrape.series().entrySet().stream()
        .filter(each -> each.getKey().startsWith(SOURCE))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static String sources(PullcheckProcess process) throws Exception {
    return process.scrape().series().entrySet().stream()
        .filter(each -> each.getKey().startsWith(SOURCE))
        .map(each -> each.getKey().substring(SOURCE.length()) + " " + each.getValue())
        .toList()
        .toString();
  }
}
