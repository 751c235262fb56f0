package io.pullcheck.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.testing.RealApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// `pullcheck serve` for an hour (`-Dsoak.duration=PT10M` for less) in a cluster in which nothing
/// stays: workloads come and go, an image loses its tag and gets it back, the registry and the API
/// server go away and return. Whatever grows with time grows here: heap, threads, open files,
/// series.
final class Soak {

  private static final Duration DURATION =
      Duration.parse(System.getProperty("soak.duration", "PT1H"));
  private static final int WORKLOADS = Integer.getInteger("soak.workloads", 500);
  private static final String LIMIT = System.getProperty("bench.limit", "512m");
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final int CHURN = 20;
  // In rounds.
  private static final int REGISTRY_DOWN = 6;
  private static final int API_SERVER_DOWN = 18;

  private final BenchCluster cluster;
  private final MeasuredServe serve;
  private final List<Sample> samples = new ArrayList<>();

  /// What was seen at the end of a round, when all of the cluster was there.
  ///
  /// @param seconds since the start
  /// @param heap what lives in it, in MiB
  /// @param resident memory, in MiB
  record Sample(long seconds, double heap, double resident, int threads, int files, long series) {}

  private Soak(BenchCluster cluster, MeasuredServe serve) {
    this.cluster = cluster;
    this.serve = serve;
  }

  public static void main(String[] arguments) throws Exception {
    try (BenchCluster cluster = BenchCluster.open(WORKLOADS, 2 * WORKLOADS);
        MeasuredServe serve = MeasuredServe.start(cluster, LIMIT, "5s")) {
      new Soak(cluster, serve).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    long start = System.nanoTime();
    System.out.println(SoakReport.HEADER);
    for (int round = 1; System.nanoTime() - start < DURATION.toNanos(); round++) {
      churn(round);
      LockSupport.parkNanos(ROUND.toNanos());
      if (round % REGISTRY_DOWN != 0 && round % API_SERVER_DOWN != 0) {
        samples.add(sample((System.nanoTime() - start) / 1_000_000_000L));
        System.out.println(SoakReport.line(samples.getLast()));
      }
    }
    new SoakReport(samples).write(Path.of(System.getProperty("bench.folder", "target/bench")));
  }

  private void churn(int round) throws Exception {
    replaceWorkloads(round);
    String tag = "churn-" + round % 2;
    String _ = cluster.registry().push("bench/churn", tag);
    if (round % 2 == 0) {
      cluster.registry().delete("bench/churn", tag);
    }
    if (round % REGISTRY_DOWN == 0) {
      cluster.registry().stop();
      LockSupport.parkNanos(ROUND.toNanos());
      cluster.registry().start();
    }
    if (round % API_SERVER_DOWN == 0) {
      cluster.server().stop();
      LockSupport.parkNanos(ROUND.toNanos());
      cluster.server().start();
    }
  }

  // Always as many: those of the round before go.
  private void replaceWorkloads(int round) throws IOException {
    try (KubernetesClient client = cluster.server().client(RealApiServer.ADMIN)) {
      for (int i = 0; i < CHURN; i++) {
        cluster.create(client, "soak-" + round + "-" + i, round * CHURN + i);
        if (round > 1) {
          cluster.delete(client, "soak-" + (round - 1) + "-" + i, (round - 1) * CHURN + i);
        }
      }
    }
  }

  private Sample sample(long seconds) throws IOException {
    return new Sample(
        seconds,
        serve.liveHeap(),
        serve.memory("VmRSS"),
        serve.threads(),
        serve.files(),
        serve.series());
  }
}
