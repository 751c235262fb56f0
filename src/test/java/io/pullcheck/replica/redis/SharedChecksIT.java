package io.pullcheck.replica.redis;

import static io.pullcheck.replica.redis.TestingCluster.AVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.metrics.StoreMetrics.Source;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.RedisServer;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Two clusters that share their checks by a real store.
final class SharedChecksIT {

  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Verdict NO_NAME = Verdict.Unavailable.of(Reason.DNS);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final TestingClock clock = new TestingClock();
  @AutoClose private final RedisServer redis = RedisServer.open();

  @AutoClose
  private final TestingCluster one = new TestingCluster("one", redis.url(), clock).connected();

  @AutoClose
  private final TestingCluster two = new TestingCluster("two", redis.url(), clock).connected();

  SharedChecksIT() throws IOException {}

  @Test
  void whatOneHasFoundAvailablePutsTheOthersCheckOff() throws IOException {
    CheckedVerdict found = one.check("nginx");
    awaitKeys(1);
    // The canary: whether this cluster reaches the registry.
    two.check("busybox");
    awaitKeys(2);
    clock.advance(Duration.ofMinutes(1));

    assertThat(two.check("nginx")).isEqualTo(found);
    assertThat(two.asked).hasValue(1);
    assertThat(one.check("busybox").verdict()).isEqualTo(AVAILABLE);
    assertThat(one.asked).hasValue(1);

    clock.advance(Duration.ofMinutes(2));
    assertThat(two.check("nginx").at()).isEqualTo(clock.instant());
    assertThat(two.asked).hasValue(2);
  }

  @Test
  void whoeverDoesNotGetTheClaimWaitsForThePublication() throws Exception {
    one.check("one");
    two.check("two");
    CountDownLatch slow = new CountDownLatch(1);
    one.registry =
        _ -> {
          Waiting.on(slow);
          return AVAILABLE;
        };
    CompletableFuture<CheckedVerdict> first =
        CompletableFuture.supplyAsync(() -> one.check("nginx"), threads);
    Waiting.eventually(() -> one.asked.get() == 2);
    CompletableFuture<CheckedVerdict> second =
        CompletableFuture.supplyAsync(() -> two.check("nginx"), threads);
    Waiting.eventually(() -> two.claims() == 2);
    slow.countDown();

    assertThat(second.get()).isEqualTo(first.get());
    assertThat(two.asked).hasValue(1);
    assertThat(two.from(Source.AWAITED)).isEqualTo(1);
  }

  @Test
  void aCheckThatEndsBetweenTheLookAndTheClaimIsNotDoneAgain() throws IOException {
    one.check("one");
    two.check("two");
    awaitKeys(2);
    AtomicReference<CheckedVerdict> found = new AtomicReference<>();
    two.beforeClaim =
        () -> {
          found.set(one.check("nginx"));
          Waiting.until(() -> redis.keys("test:"), keys -> keys.size() == 3);
        };

    assertThat(two.check("nginx")).isEqualTo(found.get());
    assertThat(two.asked).hasValue(1);
    // The claim is given back.
    Waiting.until(() -> redis.keys("test:"), keys -> keys.size() == 3);
    assertThat(redis.keys("test:")).allMatch(key -> key.endsWith("}v"));
  }

  @Test
  void anothersAbsentIsConfirmedByAnOwnCheck() throws IOException {
    one.registry = _ -> ABSENT;
    assertThat(one.check("nginx").verdict()).isEqualTo(ABSENT);
    awaitKeys(2);

    assertThat(two.check("nginx").verdict()).isEqualTo(AVAILABLE);
    assertThat(two.from(Source.CONFIRMATION)).isEqualTo(1);
  }

  @Test
  void brokenNamesOfOneClusterAreNotTheOthersVerdict() throws IOException {
    one.registry = _ -> NO_NAME;
    assertThat(one.check("nginx").verdict()).isEqualTo(NO_NAME);
    awaitKeys(1);
    assertThat(two.check("nginx").verdict()).isEqualTo(AVAILABLE);
    awaitKeys(2);
    clock.advance(Duration.ofMinutes(1));

    // And the other's verdict is not that of the one with the broken names.
    assertThat(one.check("nginx").verdict()).isEqualTo(NO_NAME);
    two.check("busybox");
    awaitKeys(3);
    assertThat(one.check("busybox").verdict()).isEqualTo(NO_NAME);
    assertThat(one.from(Source.CANARY)).isEqualTo(1);
  }

  @Test
  void oneCheckAnHourIsAlwaysItsOwn() throws IOException {
    two.check("busybox");
    one.check("nginx");
    awaitKeys(2);
    assertThat(two.check("nginx").verdict()).isEqualTo(AVAILABLE);
    assertThat(two.asked).hasValue(1);

    clock.advance(Duration.ofMinutes(61));
    one.check("nginx");
    Waiting.until(() -> two.check("nginx"), each -> each.at().equals(clock.instant()));
    assertThat(two.asked).hasValue(2);
    assertThat(two.from(Source.CANARY)).isEqualTo(1);
  }

  @Test
  void aRestartFindsVerdictsAndSinceWhenTheyAreSo() throws IOException {
    Instant began = clock.instant();
    one.registry = attempt -> attempt.reference().path().endsWith("gone") ? ABSENT : AVAILABLE;
    one.check("nginx");
    one.check("gone");
    clock.advance(Duration.ofMinutes(10));
    CheckedVerdict there = one.check("nginx");
    CheckedVerdict gone = one.check("gone");
    awaitKeys(3);
    int before = one.asked.get();
    one.forget();
    clock.advance(Duration.ofMinutes(20));

    assertThat(one.check(TestingCluster.attempt("nginx"), Urgency.NEW)).isEqualTo(there);
    assertThat(one.check(TestingCluster.attempt("gone"), Urgency.NEW)).isEqualTo(gone);
    assertThat(there.since()).contains(began);
    assertThat(gone.since()).contains(began);
    assertThat(one.asked).hasValue(before);
    // It was due long ago.
    assertThat(one.check("nginx").at()).isEqualTo(clock.instant());
  }

  @Test
  void aDenialThatIsNotConfirmedEndsNoState() throws IOException {
    Instant began = clock.instant();
    one.check("nginx");
    awaitKeys(1);
    clock.advance(Duration.ofMinutes(10));
    one.registry = _ -> ABSENT;
    one.check("nginx");
    awaitKeys(2);
    clock.advance(Duration.ofMinutes(10));
    one.registry = _ -> AVAILABLE;
    assertThat(one.check("nginx").since()).contains(began);
    awaitKeys(1);
    one.forget();

    assertThat(one.check(TestingCluster.attempt("nginx"), Urgency.NEW).since()).contains(began);
  }

  @Test
  void aRestartFindsTheDigestOfAnImageThatIsGone() throws IOException {
    CheckedVerdict there = one.check("nginx");
    awaitKeys(1);
    one.registry = _ -> ABSENT;
    clock.advance(Duration.ofMinutes(3));
    one.check("nginx");
    clock.advance(Duration.ofMinutes(3));
    CheckedVerdict gone = one.check("nginx");
    awaitKeys(2);
    one.forget();

    CheckedVerdict found = one.check(TestingCluster.attempt("nginx"), Urgency.NEW);
    assertThat(found).isEqualTo(gone);
    assertThat(found.lastDigest()).isEqualTo(there.lastDigest()).isPresent();
    // And another cluster, which has never seen the image, knows it too.
    two.registry = _ -> ABSENT;
    assertThat(two.check("nginx").lastDigest()).isEqualTo(there.lastDigest());
  }

  @Test
  void aFleetAsksARegistryNoFasterThanOneCluster() {
    one.perSecond = 5;
    two.perSecond = 5;
    long began = System.nanoTime();
    CompletableFuture<?>[] all = new CompletableFuture<?>[10];
    for (int i = 0; i < all.length; i++) {
      int n = i;
      all[i] = CompletableFuture.runAsync(() -> (n % 2 == 0 ? one : two).check("i" + n), threads);
    }
    CompletableFuture.allOf(all).join();
    // One is saved up, and then there is one every 200 ms.
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(1700), Duration.ofMillis(2900));
    assertThat(one.asked.get() + two.asked.get()).isEqualTo(10);
  }

  @Test
  void aRegistryThatWantsToBeLeftAloneIsLeftAloneByAll() {
    one.perSecond = 50;
    two.perSecond = 50;
    one.registry = _ -> new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(40));
    one.check("nginx");
    Waiting.until(() -> redis.keys("test:budget"), each -> !each.isEmpty());

    Verdict put =
        Waiting.until(
            () -> two.check("busybox").verdict(), each -> each instanceof Verdict.Inconclusive);
    assertThat(((Verdict.Inconclusive) put).retryAfter())
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(41));
  }

  private void awaitKeys(int verdicts) throws IOException {
    Waiting.until(
        () -> redis.keys("test:").stream().filter(key -> key.contains("}v")).toList(),
        keys -> keys.size() == verdicts);
  }
}
