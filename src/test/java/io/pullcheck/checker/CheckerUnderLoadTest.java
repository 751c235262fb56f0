package io.pullcheck.checker;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Caller;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Destination;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.Resolution;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.verdict.VerdictCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real threads, real timer, real cache: whatever order things happen in, nothing is lost and no
/// host is asked too much at once.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CheckerUnderLoadTest {

  private static final int PER_HOST = 4;
  private static final int HOSTS = 5;
  private static final int WRITERS = 4;

  private final Inventory inventory = new Inventory(_ -> true);
  private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void everyPullThatIsInUseIsCheckedInTheEndAndNoOtherIsKept() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor()) {
      Checker checker = checker(threads, ticks);
      checker.start();
      checker.resume();
      try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < WRITERS; i++) {
          int writer = i;
          writers.execute(() -> churn(writer));
        }
      }

      while (anyIsUnchecked()) {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
      checker.stop();
    }

    Snapshot snapshot = inventory.snapshot();
    assertThat(snapshot.workloads())
        .allSatisfy(
            workload ->
                assertThat(workload.images())
                    .allMatch(image -> snapshot.pulls().containsKey(workload.pull(image))));
    assertThat(snapshot.pulls().keySet())
        .isEqualTo(
            snapshot.workloads().stream()
                .flatMap(workload -> workload.images().stream().map(workload::pull))
                .collect(Collectors.toSet()));
    assertThat(most.get()).isBetween(1, PER_HOST);
  }

  /// Each writer has its own workloads, as an informer does, but they share their pulls.
  private void churn(int writer) {
    Random random = new Random(writer);
    for (int i = 0; i < 2000; i++) {
      String name = "app-" + writer + "-" + random.nextInt(50);
      int action = random.nextInt(10);
      if (action < 3) {
        inventory.remove(id("shop", name));
      } else if (action == 3) {
        inventory.credentialsChanged("shop", Instant.now());
      } else {
        inventory.replace(deployment("shop", name, image(random), image(random)));
      }
    }
  }

  private static String image(Random random) {
    return "host" + random.nextInt(HOSTS) + ".io/app:" + random.nextInt(40);
  }

  private boolean anyIsUnchecked() {
    return inventory.snapshot().pulls().values().stream().anyMatch(it -> it.last().isEmpty());
  }

  private Checker checker(ExecutorService threads, ScheduledExecutorService ticks) {
    VerdictCache cache =
        new VerdictCache(
            pull ->
                new Resolution.Attempt(
                    new PullAttempt(
                        ImageReference.parse(pull.image(), "docker.io").orElseThrow(),
                        Candidates.ANONYMOUS,
                        Set.of()),
                    Keyring.EMPTY),
            this::check,
            threads,
            InstantSource.system(),
            new VerdictCache.Retention(1_000_000, Duration.ofHours(1)));
    Duration interval = Duration.ofMillis(20);
    return new Checker(
        inventory,
        cache,
        pull -> new Destination(pull.image().substring(0, pull.image().indexOf('/')), "app"),
        new Schedule(Duration.ofMillis(5), interval, interval),
        PER_HOST,
        () -> {},
        InstantSource.system(),
        ticks);
  }

  private Verdict check(PullAttempt attempt, Keyring keyring, Caller caller) {
    AtomicInteger here =
        underWay.computeIfAbsent(attempt.reference().host(), _ -> new AtomicInteger());
    most.accumulateAndGet(here.incrementAndGet(), Math::max);
    LockSupport.parkNanos(Duration.ofNanos(100_000).toNanos());
    here.decrementAndGet();
    return new Verdict.Available(Optional.empty());
  }
}
