package io.pullcheck.metrics;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;

import com.sun.management.ThreadMXBean;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Inventory;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a scrape of many images costs, and what it allocates. Run by hand; says what it measured
/// for 10,000 images (or as many as its argument says), one check between each scrape and the next.
final class ScrapeBenchmark {

  private static final int ROUNDS = 30;
  private static final int WARM_UP = 15;

  private ScrapeBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int images = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]);
    TestingClock clock = new TestingClock();
    Inventory inventory = new Inventory(_ -> true);
    CheckedVerdict available =
        new CheckedVerdict(new Verdict.Available(Optional.empty()), clock.instant());
    for (int i = 0; i < images; i++) {
      inventory.replace(deployment("namespace-" + i % 200, "app-" + i, image(i)));
      inventory.record(pull("namespace-" + i % 200, image(i)), available);
    }
    InventoryMetrics metrics =
        new InventoryMetrics(
            inventory::snapshot,
            List.of(new VerdictMetrics(MetricsDetail.ALL, Duration.ofSeconds(15), clock)));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long took = 0;
    long allocated = 0;
    for (int round = 0; round < ROUNDS; round++) {
      inventory.record(pull("namespace-0", image(0)), available);
      long start = threads.getCurrentThreadCpuTime();
      long before = threads.getCurrentThreadAllocatedBytes();
      metrics.write(OutputStream.nullOutputStream(), _ -> true);
      if (round >= WARM_UP) {
        took += threads.getCurrentThreadCpuTime() - start;
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    int counted = ROUNDS - WARM_UP;
    System.out.printf(
        Locale.ROOT,
        "%d images: %.1f ms of CPU and %.1f MB a scrape%n",
        images,
        took / 1e6 / counted,
        allocated / 1e6 / counted);
  }

  private static String image(int i) {
    return "registry.example.com/team-" + i % 50 + "/app-" + i + ":v1.2." + i % 10;
  }
}
