package io.pullcheck.bench;

import static io.pullcheck.bench.Timing.await;
import static io.pullcheck.bench.Timing.awaitCheap;
import static io.pullcheck.bench.Timing.seconds;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Start, first and later laps, scrape and memory of `pullcheck serve` in a cluster of 5,000
/// Deployments with 4 containers each and 10,000 images; `-Dbench.workloads=50000` and
/// `-Dbench.limit=512m` for others.
final class ServeBench {

  private static final int WORKLOADS = Integer.getInteger("bench.workloads", 5_000);
  private static final int IMAGES = Integer.getInteger("bench.images", 2 * WORKLOADS);
  private static final String LIMIT = System.getProperty("bench.limit", "512m");
  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final int SCRAPES = 5;
  private static final int INTERVAL = 60;
  private static final int SECOND_LOOK = 10;

  private final Report report = new Report();

  private ServeBench() {}

  public static void main(String[] arguments) throws Exception {
    try (BenchCluster cluster = BenchCluster.open(WORKLOADS, IMAGES)) {
      new ServeBench().run(cluster);
    }
    System.exit(0);
  }

  private void run(BenchCluster cluster) throws Exception {
    String url = "http://" + cluster.registry().host() + "/v2/bench/app/manifests/v1";
    double limit = ApacheBench.rate(url, 20_000);
    report.add(Figure.of("HEADs by ab -k -i -c 32", limit, "1/s"));
    long begun = System.nanoTime();
    try (MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, "1h")) {
      firstLap(serve, begun, limit);
    }
    // Shorter than a lap takes, so that there is always more to do.
    try (MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, "2s")) {
      await(() -> serve.images().isAllOf(IMAGES));
      laterLaps(serve, limit);
      scrapes(serve);
      memory(serve);
    }
    try (MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, INTERVAL + "s")) {
      await(() -> serve.images().isAllOf(IMAGES));
      deletion(cluster, serve);
    }
    report.write(Path.of(System.getProperty("bench.folder", "target/bench")));
  }

  private void firstLap(MeasuredServe serve, long begun, double limit) throws IOException {
    awaitCheap(serve::isReady);
    report.add(Figure.of("start to ready", seconds(begun), "s").beside(2, "aim"));
    double cpu = serve.cpuMillis();
    long first = System.nanoTime();
    int left = serve.images().unchecked();
    await(() -> serve.images().isAllOf(IMAGES));
    report.add(Figure.of("first lap", left / seconds(first), "checks/s").beside(limit, "ab"));
    report.add(Figure.of("first lap, CPU", (serve.cpuMillis() - cpu) / left, "ms/check"));
    report.add(Figure.of("start to last verdict", seconds(begun), "s"));
  }

  private void laterLaps(MeasuredServe serve, double limit) throws IOException {
    double before = serve.requests();
    double cpu = serve.cpuMillis();
    long later = System.nanoTime();
    LockSupport.parkNanos(WINDOW.toNanos());
    double requests = serve.requests() - before;
    report.add(Figure.of("later laps", requests / seconds(later), "checks/s").beside(limit, "ab"));
    report.add(Figure.of("later laps, CPU", (serve.cpuMillis() - cpu) / requests, "ms/check"));
  }

  private void deletion(BenchCluster cluster, MeasuredServe serve) throws Exception {
    int some = cluster.deleteSome();
    long deleted = System.nanoTime();
    await(() -> serve.images().absent() == some);
    report.add(
        Figure.of("deletion to the last image that is absent", seconds(deleted), "s")
            .beside(INTERVAL + SECOND_LOOK, "interval + 10 s"));
  }

  private void scrapes(MeasuredServe serve) {
    double fastest = Double.MAX_VALUE;
    int bytes = 0;
    for (int i = 0; i < SCRAPES; i++) {
      long asked = System.nanoTime();
      bytes = serve.scrape();
      fastest = Math.min(fastest, seconds(asked));
    }
    report.add(Figure.of("scrape", fastest, "s").beside(0.3, "aim"));
    report.add(Figure.of("scrape", bytes / 1e6, "MB").beside(16.8, "vmagent's limit"));
  }

  private void memory(MeasuredServe serve) throws IOException {
    double limit = Double.parseDouble(LIMIT.replaceAll("[^0-9]", ""));
    report.add(Figure.of("resident memory", serve.memory("VmRSS"), "MiB").beside(180, "aim"));
    report.add(
        Figure.of("resident memory at most", serve.memory("VmHWM"), "MiB").beside(limit, "limit"));
    report.add(Figure.of("live heap", serve.liveHeap(), "MiB"));
  }
}
