package io.pullcheck.replica.redis;

import io.pullcheck.metrics.StoreMetrics.Source;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Urgency;
import io.pullcheck.testing.RedisServer;
import io.pullcheck.testing.TestingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// A fleet's clusters that check the same images by one store: checks at the registry, commands,
/// how long a shared verdict takes, and bytes a verdict. Run by `mvn -Pbench verify`.
final class FleetBench {

  private static final int CLUSTERS = Integer.getInteger("bench.clusters", 100);
  private static final int IMAGES = Integer.getInteger("bench.images", 2_000);
  private static final int ROUNDS = 2;
  // At a time, all clusters together: on one machine they share its cores.
  private static final int AT_A_TIME = 64;

  private final TestingClock clock = new TestingClock();
  private final List<PullAttempt> attempts =
      IntStream.range(0, IMAGES).mapToObj(n -> TestingCluster.attempt("team/app-" + n)).toList();

  private FleetBench() {}

  /// Prints one line for each round.
  public static void main(String[] arguments) throws Exception {
    new FleetBench().run();
  }

  private void run() throws Exception {
    try (RedisServer redis = RedisServer.open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<TestingCluster> fleet = new ArrayList<>();
      for (int i = 0; i < CLUSTERS; i++) {
        fleet.add(new TestingCluster("cluster-" + i, redis.url(), clock).connected());
      }
      long empty = memory(redis);
      for (int round = 1; round <= ROUNDS; round++) {
        round(round, fleet, redis, threads);
        clock.advance(TestingCluster.INTERVAL);
      }
      long keys = redis.keys("test:").stream().filter(key -> key.contains("}v")).count();
      System.out.printf(
          "%d verdicts, %d bytes each%n", keys, (memory(redis) - empty) / Math.max(1, keys));
      fleet.forEach(TestingCluster::close);
    }
  }

  private void round(
      int round, List<TestingCluster> fleet, RedisServer redis, ExecutorService threads)
      throws Exception {
    long commands = commands(redis);
    int checks = checks(fleet);
    long[] nanos = new long[CLUSTERS * IMAGES];
    AtomicInteger next = new AtomicInteger();
    Semaphore places = new Semaphore(AT_A_TIME);
    List<Integer> order = new ArrayList<>(IntStream.range(0, CLUSTERS * IMAGES).boxed().toList());
    Collections.shuffle(order, new Random(round));
    long began = System.nanoTime();
    for (int each : order) {
      places.acquire();
      threads.execute(
          () -> {
            long asked = System.nanoTime();
            fleet.get(each % CLUSTERS).check(attempts.get(each / CLUSTERS), Urgency.RECHECK);
            nanos[next.getAndIncrement()] = System.nanoTime() - asked;
            places.release();
          });
    }
    places.acquire(AT_A_TIME);
    double seconds = (System.nanoTime() - began) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "round %d: %d clusters x %d images: %d checks at the registry, %d alone; %.0f verdicts/s;"
            + " %.2f commands a verdict, %.0f commands/s; p50 %.2f ms, p99 %.2f ms%n",
        round,
        CLUSTERS,
        IMAGES,
        checks(fleet) - checks,
        fleet.stream().mapToLong(cluster -> cluster.from(Source.ALONE)).sum(),
        nanos.length / seconds,
        (double) (commands(redis) - commands) / nanos.length,
        (commands(redis) - commands) / seconds,
        milliseconds(nanos[nanos.length / 2]),
        milliseconds(nanos[nanos.length / 100 * 99]));
  }

  private static double milliseconds(long nanos) {
    return Duration.ofNanos(nanos).toNanos() / 1e6;
  }

  private static int checks(List<TestingCluster> fleet) {
    return fleet.stream().mapToInt(cluster -> cluster.asked.get()).sum();
  }

  private static long commands(RedisServer redis) throws Exception {
    return number(redis.ask("info", "stats"), "total_commands_processed:");
  }

  private static long memory(RedisServer redis) throws Exception {
    return number(redis.ask("info", "memory"), "used_memory_dataset:");
  }

  private static long number(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
        .findFirst()
        .orElseThrow();
  }
}
