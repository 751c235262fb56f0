package io.pullcheck.bench;

import static io.pullcheck.bench.Timing.await;
import static io.pullcheck.bench.Timing.awaitCheap;
import static io.pullcheck.bench.Timing.seconds;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// What a check, a change of state, a container's series and its memory cost in a cluster that
/// grows tenfold twice: each is to stay as it was. `-Dbench.sizes=1000,10000` for other numbers of
/// images; there is half of that of Deployments, with four containers each.
final class GrowthBench {

  private static final int[] IMAGES =
      Arrays.stream(System.getProperty("bench.sizes", "1000,10000,100000").split(",", -1))
          .mapToInt(Integer::parseInt)
          .toArray();
  private static final int CONTAINERS_OF_AN_IMAGE = 2;
  private static final int SCRAPES = 5;
  // The same for all sizes, and enough for the largest.
  private static final String LIMIT = System.getProperty("bench.limit", "2g");
  private static final Duration WINDOW = Duration.ofSeconds(30);

  private final Report report = new Report();
  private final Map<String, Double> ofTheSmallest = new HashMap<>();

  private GrowthBench() {}

  public static void main(String[] arguments) throws Exception {
    GrowthBench bench = new GrowthBench();
    try (BenchCluster empty = BenchCluster.open(0, 0)) {
      BenchCluster cluster = empty;
      for (int images : IMAGES) {
        cluster = cluster.grown(images / 2, images);
        bench.measure(cluster);
      }
    }
    bench.report.write(Path.of(System.getProperty("bench.folder", "target/bench-growth")));
    System.exit(0);
  }

  private void measure(BenchCluster cluster) throws Exception {
    int images = cluster.images();
    long begun = System.nanoTime();
    // Shorter than a lap takes, so that there is always more to do.
    try (MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, "1s")) {
      awaitCheap(serve::isReady);
      report.add(Figure.of(images + " images: start to ready", seconds(begun), "s"));
      await(() -> serve.images().isAllOf(images));
      report.add(Figure.of(images + " images: start to last verdict", seconds(begun), "s"));
      LockSupport.parkNanos(WINDOW.toNanos());
      checks(serve, images);
      memory(serve, images);
      cluster.registry().stop();
      changes(serve, images);
      // Nothing else goes on by now.
      scrapes(serve, images);
      cluster.registry().start();
    }
  }

  private void checks(MeasuredServe serve, int images) throws IOException {
    double before = serve.requests();
    double cpu = serve.cpuMillis();
    LockSupport.parkNanos(WINDOW.toNanos());
    double used = serve.cpuMillis() - cpu;
    add(images, "CPU of a check", used / (serve.requests() - before), "ms");
  }

  /// The first one is the slowest: nothing of it is compiled.
  private void scrapes(MeasuredServe serve, int images) throws IOException {
    long first = System.nanoTime();
    int bytes = serve.scrape();
    report.add(Figure.of(images + " images: the first scrape", seconds(first), "s"));
    report.add(Figure.of(images + " images: the first scrape", bytes / 1e6, "MB"));
    double cpu = serve.cpuMillis();
    long asked = System.nanoTime();
    for (int i = 0; i < SCRAPES; i++) {
      int _ = serve.scrape();
    }
    report.add(Figure.of(images + " images: a later scrape", seconds(asked) / SCRAPES, "s"));
    int series = SCRAPES * images * CONTAINERS_OF_AN_IMAGE;
    add(images, "CPU of a container's series", (serve.cpuMillis() - cpu) * 1e3 / series, "µs");
  }

  private void memory(MeasuredServe serve, int images) throws IOException {
    report.add(
        Figure.of(images + " images: resident memory at most", serve.memory("VmHWM"), "MiB"));
    report.add(Figure.of(images + " images: live heap", serve.liveHeap(), "MiB"));
  }

  private void changes(MeasuredServe serve, int images) throws IOException {
    double cpu = serve.cpuMillis();
    await(() -> serve.images().unreachable() == images);
    add(images, "CPU of a change of state", (serve.cpuMillis() - cpu) * 1e3 / images, "µs");
  }

  private void add(int images, String what, double value, String unit) {
    double first = ofTheSmallest.computeIfAbsent(what, _ -> value);
    report.add(
        Figure.of(images + " images: " + what, value, unit).beside(first, "with " + IMAGES[0]));
  }
}
