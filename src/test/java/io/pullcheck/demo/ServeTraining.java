package io.pullcheck.demo;

import io.pullcheck.testing.InProcessRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Lets Pullcheck do a little of all its work, beside a cluster and a registry inside this process,
/// so that the JVM sees which classes that needs and keeps them in a cache (JEP 514):
///
///     ServeTraining CACHE PROGRAM...
///
/// with a program that starts Pullcheck with `-XX:AOTCacheOutput=CACHE`, or has the launcher do so.
final class ServeTraining {

  private static final String NAMESPACE = "shop";
  private static final int DEPLOYMENTS = 40;
  private static final long LONGEST_END = 120;

  private ServeTraining() {}

  public static void main(String[] args) throws Exception {
    TrainedCache cache = new TrainedCache(Path.of(args[0]));
    List<String> program = List.of(args).subList(1, args.length);
    cache.clear();
    try (StandInCluster cluster = new StandInCluster();
        InProcessRegistry registry = new InProcessRegistry();
        TrainingStore store = TrainingStore.open();
        PullcheckProcess pullcheck = start(program, cluster, registry, store)) {
      work(pullcheck, cluster, registry);
      pullcheck.process().terminate();
      // The JVM makes the cache when it ends.
      if (!pullcheck.process().ends(LONGEST_END, TimeUnit.SECONDS) || !cache.isMade()) {
        throw new IOException("no cache was made: " + pullcheck.process().output());
      }
    }
    System.exit(0);
  }

  private static PullcheckProcess start(
      List<String> program, StandInCluster cluster, InProcessRegistry registry, TrainingStore store)
      throws IOException {
    for (int i = 0; i < DEPLOYMENTS; i++) {
      cluster.apply(
          NAMESPACE, DemoManifests.deployment("cart-" + i, registry.put("cart", "v" + i)));
    }
    Path settings = Files.createTempFile("pullcheck", ".yaml");
    settings.toFile().deleteOnExit();
    Files.writeString(settings, DemoManifests.settings(registry.host()));
    return PullcheckProcess.start(
        // Where the launcher would look for one by itself is no matter.
        Map.of("JAVA_HOME", System.getProperty("java.home")),
        program,
        cluster.kubeconfig(),
        "--leader-elect",
        "--namespace=pullcheck",
        "--config=" + settings,
        "--cluster-name=training",
        "--verdict-store=" + store.url(),
        "--verdict-store-key-file=" + store.key());
  }

  private static void work(
      PullcheckProcess pullcheck, StandInCluster cluster, InProcessRegistry registry)
      throws Exception {
    cluster.apply("", DemoManifests.configuration(pullcheck.webhookPort()));
    String _ = Waiting.until(cluster::caBundle, bundle -> !bundle.isEmpty());
    cluster.apply(NAMESPACE, DemoManifests.deployment("checkout", registry.host() + "/cart:gone"));
    for (String name : List.of("cart-0", "checkout")) {
      String expected = name.equals("checkout") ? "absent" : "available";
      var _ =
          Waiting.until(
              pullcheck::scrape, scrape -> scrape.state(NAMESPACE, name).equals(expected));
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String page : List.of("/", "/api/v1/images", "/healthz", "/readyz")) {
        HttpResponse<String> _ =
            http.send(get(pullcheck, page), HttpResponse.BodyHandlers.ofString());
      }
    }
  }

  private static HttpRequest get(PullcheckProcess pullcheck, String path) {
    URI address = pullcheck.management(path);
    return HttpRequest.newBuilder(address).build();
  }
}
