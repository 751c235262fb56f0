package io.pullcheck.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import io.pullcheck.testing.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class HostGatesTest {

  private static final Verdict FOUND = new Verdict.Available(Optional.empty());
  private static final Verdict DEAD = Unavailable.of(Reason.DNS);

  private final AtomicLong now = new AtomicLong();
  private final HostGates gates = new HostGates(TestingHosts.settings()::of, now::get);

  @Test
  void madeUpHostsAreNotRemembered() throws InterruptedException {
    for (int i = 0; i < 20_000; i++) {
      check("made-up-" + i + ".test", DEAD);
      now.addAndGet(Duration.ofMillis(10).toNanos());
    }

    assertThat(gates.status()).hasSizeLessThan(2_000);
  }

  @Test
  void whatAHostHasAskedForIsRememberedHoweverManyComeAfterIt() throws InterruptedException {
    check("docker.io", new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofHours(1)));
    check("good.test", FOUND);
    HostGate good = gates.of("good.test");
    for (int i = 0; i < 5_000; i++) {
      check("made-up-" + i + ".test", DEAD);
      now.addAndGet(Duration.ofMillis(10).toNanos());
    }

    assertThat(gates.status().get("docker.io").paused()).isPositive();
    assertThat(gates.of("good.test")).isSameAs(good);
  }

  @Test
  void aNamespacesFloodOfSilentHostsLeavesPlacesToOthers() throws Exception {
    CountDownLatch silence = new CountDownLatch(1);
    AtomicInteger underWay = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1_500; i++) {
        String host = "silent-" + i + ".test";
        Future<Verdict> _ =
            threads.submit(
                () ->
                    gates.through(
                        host,
                        TestingCallers.urgent("flood"),
                        _ -> {
                          underWay.incrementAndGet();
                          await(silence);
                          return DEAD;
                        }));
      }
      Waiting.eventually(() -> underWay.get() == 16);

      for (int i = 0; i < 40; i++) {
        assertThat(gates.through("new-" + i + ".test", TestingCallers.urgent("shop"), _ -> FOUND))
            .isEqualTo(FOUND);
      }
      assertThat(underWay).hasValue(16);
      silence.countDown();
    }
  }

  @Test
  void oneSilentHostLeavesPlacesToTheOthersOfItsNamespace() throws Exception {
    CountDownLatch silence = new CountDownLatch(1);
    AtomicInteger underWay = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        Future<Verdict> _ =
            threads.submit(
                () ->
                    gates.through(
                        "silent.test",
                        TestingCallers.RECHECK,
                        _ -> {
                          underWay.incrementAndGet();
                          await(silence);
                          return DEAD;
                        }));
      }
      Waiting.eventually(() -> underWay.get() == 4);

      assertThat(gates.through("new.test", TestingCallers.RECHECK, _ -> FOUND)).isEqualTo(FOUND);
      assertThat(underWay).hasValue(4);
      silence.countDown();
    }
  }

  @Test
  void aHostThatHasAnsweredIsNoStrangerAfterOneTimeout() throws Exception {
    Verdict timeout = Unavailable.of(Reason.TIMEOUT);
    assertThat(gates.through("good.test", TestingCallers.URGENT, _ -> FOUND)).isEqualTo(FOUND);
    assertThat(gates.through("good.test", TestingCallers.URGENT, _ -> timeout)).isEqualTo(timeout);

    assertThat(gates.of("good.test").answers()).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThat(gates.through("good.test", TestingCallers.URGENT, _ -> timeout))
          .isEqualTo(timeout);
    }
    assertThat(gates.of("good.test").answers()).isFalse();
  }

  @Test
  void whoAsksAnotherHostHoldsNobodyUpMeanwhile() throws Exception {
    HostGates one = new HostGates(host -> TestingHosts.limited(host, 0, 1), () -> now.get());
    Verdict verdict =
        one.through(
            "a.test",
            TestingCallers.URGENT,
            permit -> {
              permit.leave();
              assertThat(through(one, "a.test")).isEqualTo(FOUND);
              assertThat(request(permit)).isEmpty();
              return FOUND;
            });

    assertThat(verdict).isEqualTo(FOUND);
    assertThat(through(one, "a.test")).isEqualTo(FOUND);
  }

  @Test
  void aChecksRequestsAreCountedAndEachWaitsForThePace() throws Exception {
    HostGates slow = new HostGates(host -> TestingHosts.limited(host, 500, 8), System::nanoTime);
    long began = System.nanoTime();
    AtomicInteger sent = new AtomicInteger();
    Verdict verdict =
        slow.through(
            "a.test",
            TestingCallers.URGENT,
            permit -> {
              Optional<Verdict> refused = request(permit);
              while (refused.isEmpty()) {
                sent.incrementAndGet();
                refused = request(permit);
              }
              return refused.get();
            });

    assertThat(verdict).isEqualTo(Unavailable.of(Reason.TOO_MANY_PARTS));
    assertThat(sent).hasValue(HostPermit.MOST_REQUESTS);
    // The first 100 at once, which the bucket has saved up, the others at 500 a second.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(295));
  }

  private static Verdict through(HostGates gates, String host) {
    try {
      return gates.through(host, TestingCallers.URGENT, _ -> FOUND);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<Verdict> request(HostPermit permit) {
    try {
      return permit.request();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void check(String host, Verdict verdict) throws InterruptedException {
    HostGate gate = gates.of(host);
    assertThat(gate.acquire(TestingCallers.URGENT)).isEmpty();
    gate.release(TestingCallers.URGENT, verdict, true);
  }
}
