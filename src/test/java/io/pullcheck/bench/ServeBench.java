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
  // The default, in seconds.
  private static final int INTERVAL = Integer.getInteger("bench.interval", 300);
  // What a denial that must be confirmed, and the rest, may take besides.
  private static final int CONFIRMED = 10;
  private static final String AB = "ab, before and after";

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
    double before = ab(url, "before the first lap");
    long begun = System.nanoTime();
    double first;
    try (MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, "1h")) {
      first = firstLap(serve, begun);
    }
    double between = ab(url, "between the laps");
    report.add(Figure.of("first lap", first, "checks/s").beside((before + between) / 2, AB));
    double later;
    // Shorter than a lap takes, so that there is always more to do.
    try (MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, "2s")) {
      await(() -> serve.images().isAllOf(IMAGES));
      later = laterLaps(serve);
      scrapes(serve, "scrape beside checks without a pause");
      memory(serve);
    }
    double after = ab(url, "after later laps");
    report.add(Figure.of("later laps", later, "checks/s").beside((between + after) / 2, AB));
    try (MeasuredServe serve =
        MeasuredServe.start(cluster, LIMIT, INTERVAL + "s", "15s", MeasuredServe.COUNTED)) {
      await(() -> serve.images().isAllOf(IMAGES));
      scrapes(serve, "scrape");
      deletion(cluster, serve);
      serve
          .nativeMemory()
          .forEach((kind, size) -> report.add(Figure.of("memory: " + kind, size, "MiB")));
    }
    report.write(Path.of(System.getProperty("bench.folder", "target/bench")));
  }

  private double ab(String url, String when) throws IOException {
    double rate = ApacheBench.rate(url, 20_000);
    report.add(Figure.of("HEADs by ab -k -i -c 32 " + when, rate, "1/s"));
    return rate;
  }

  /// @return checks a second from ready on
  private double firstLap(MeasuredServe serve, long begun) throws IOException {
    awaitCheap(serve::isReady);
    report.add(Figure.of("start to ready", seconds(begun), "s").beside(2, "aim"));
    double cpu = serve.cpuMillis();
    long ready = System.nanoTime();
    double done = serve.requests();
    // One image costs one HEAD.
    awaitCheap(() -> serve.requests() > 0);
    report.add(Figure.of("start to first answer", seconds(begun), "s"));
    awaitCheap(() -> serve.requests() >= IMAGES);
    double checks = IMAGES - done;
    double rate = checks / seconds(ready);
    report.add(Figure.of("start to last answer", seconds(begun), "s"));
    report.add(Figure.of("first lap, CPU", (serve.cpuMillis() - cpu) / checks, "ms/check"));
    await(() -> serve.images().isAllOf(IMAGES));
    return rate;
  }

  /// @return checks a second
  private double laterLaps(MeasuredServe serve) throws IOException {
    double before = serve.requests();
    double cpu = serve.cpuMillis();
    long later = System.nanoTime();
    LockSupport.parkNanos(WINDOW.toNanos());
    double requests = serve.requests() - before;
    double rate = requests / seconds(later);
    report.add(Figure.of("later laps, CPU", (serve.cpuMillis() - cpu) / requests, "ms/check"));
    return rate;
  }

  private void deletion(BenchCluster cluster, MeasuredServe serve) throws Exception {
    int some = cluster.deleteSome();
    long deleted = System.nanoTime();
    await(() -> serve.images().absent() == some);
    report.add(
        Figure.of("deletion to the last image that is absent", seconds(deleted), "s")
            .beside(INTERVAL + CONFIRMED, "interval + 10 s"));
  }

  private void scrapes(MeasuredServe serve, String name) {
    double fastest = Double.MAX_VALUE;
    int bytes = 0;
    for (int i = 0; i < SCRAPES; i++) {
      long asked = System.nanoTime();
      bytes = serve.scrape();
      fastest = Math.min(fastest, seconds(asked));
    }
    report.add(Figure.of(name, fastest, "s").beside(0.3, "aim"));
    report.add(Figure.of(name, bytes / 1e6, "MB").beside(16.8, "vmagent's limit"));
  }

  private void memory(MeasuredServe serve) throws IOException {
    double limit = Double.parseDouble(LIMIT.replaceAll("[^0-9]", ""));
    report.add(Figure.of("resident memory", serve.memory("VmRSS"), "MiB").beside(180, "aim"));
    report.add(Figure.of("of it files", serve.memory("RssFile"), "MiB"));
    report.add(
        Figure.of("resident memory at most", serve.memory("VmHWM"), "MiB").beside(limit, "limit"));
    report.add(Figure.of("live heap", serve.liveHeap(), "MiB"));
  }
}
