package io.pullcheck.bench;

import static io.pullcheck.bench.Timing.await;
import static io.pullcheck.bench.Timing.awaitCheap;
import static io.pullcheck.bench.Timing.seconds;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.RealApiServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Who suffers from the trouble of others: reviews of images of one registry while a first sweep of
/// another is under way, while that is down, while metrics are scraped; and laps of a registry
/// beside one that takes connections and never answers.
final class TroubleBench {

  private static final int WORKLOADS = Integer.getInteger("bench.workloads", 5_000);
  private static final int IMAGES = 2 * WORKLOADS;
  private static final int LOST_WORKLOADS = 500;
  private static final int LOST_IMAGES = 4 * LOST_WORKLOADS;
  private static final String LIMIT = System.getProperty("bench.limit", "512m");
  private static final Duration WINDOW = Duration.ofSeconds(20);
  // Shorter than the interval of 15 s, by the end of which all images have changed.
  private static final Duration NEARLY = Duration.ofSeconds(14);

  private final Report report = new Report();
  private final BenchCluster cluster;
  private final DockerRegistry other;

  private TroubleBench(BenchCluster cluster, DockerRegistry other) {
    this.cluster = cluster;
    this.other = other;
  }

  public static void main(String[] arguments) throws Exception {
    try (BenchCluster cluster = BenchCluster.open(WORKLOADS, IMAGES);
        DockerRegistry other = cluster.registry().sibling("", "")) {
      TroubleBench bench = new TroubleBench(cluster, other);
      bench.reviews();
      bench.outage();
      bench.blackHole();
      bench.report.write(Path.of(System.getProperty("bench.folder", "target/bench-trouble")));
    }
    System.exit(0);
  }

  private void reviews() throws Exception {
    try (MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, "1h")) {
      PacedReviews sweep = reviewsOf(serve);
      // One image costs one HEAD. A look at all images costs as much as a review waits for.
      await(() -> serve.requests(cluster.registry().host()) >= IMAGES);
      sweep.report(report, "in the first sweep");

      PacedReviews rest = reviewsOf(serve);
      LockSupport.parkNanos(WINDOW.toNanos());
      rest.report(report, "at rest");

      PacedReviews scraped = reviewsOf(serve);
      long end = System.nanoTime() + WINDOW.toNanos();
      while (System.nanoTime() < end) {
        int _ = serve.scrape();
      }
      scraped.report(report, "in scrapes without a pause");
    }
  }

  private void outage() throws Exception {
    try (MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, "15s")) {
      await(() -> serve.images().isAllOf(IMAGES));
      PacedReviews outage = reviewsOf(serve);
      cluster.registry().stop();
      long down = System.nanoTime();
      LockSupport.parkNanos(NEARLY.toNanos());
      outage.report(report, "in an outage");
      awaitCheap(() -> serve.images().unreachable() == IMAGES);
      report.add(
          Figure.of("outage to the last image that says so", seconds(down), "s")
              .beside(15, "interval"));
      cluster.registry().start();
    }
  }

  private PacedReviews reviewsOf(MeasuredServe serve) throws Exception {
    return new PacedReviews(serve.webhookPort(), i -> BenchCluster.image(other.host(), i % IMAGES));
  }

  private void blackHole() throws Exception {
    // Shorter than a lap takes, so that there is always more to do.
    try (ServerSocket hole = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        KubernetesClient client = cluster.server().client(RealApiServer.ADMIN);
        MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, "2s")) {
      await(() -> serve.images().isAllOf(IMAGES));
      double alone = laps(serve);
      for (int i = 0; i < LOST_WORKLOADS; i++) {
        String _ = cluster.create(client, "127.0.0.1:" + hole.getLocalPort(), "lost-" + i, i);
      }
      await(() -> serve.images().total() == IMAGES + LOST_IMAGES);
      double beside = laps(serve);
      for (int i = 0; i < LOST_WORKLOADS; i++) {
        cluster.delete(client, "lost-" + i, i);
      }
      await(() -> serve.images().total() == IMAGES);
      report.add(
          Figure.of("laps beside a black hole", beside, "checks/s")
              .beside((alone + laps(serve)) / 2, "alone, before and after"));
    }
  }

  private double laps(MeasuredServe serve) {
    double before = serve.requests(cluster.registry().host());
    long begun = System.nanoTime();
    LockSupport.parkNanos(WINDOW.toNanos());
    return (serve.requests(cluster.registry().host()) - before) / seconds(begun);
  }
}
