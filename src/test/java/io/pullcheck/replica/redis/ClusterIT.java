package io.pullcheck.replica.redis;

import static io.pullcheck.replica.redis.TestingCluster.AVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.metrics.StoreMetrics.Source;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.RedisCluster;
import io.pullcheck.testing.RedisServer;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A store that is a Redis Cluster of three nodes, with the rights that docs/fleet.md names.
@Tag("slow")
final class ClusterIT {

  private static final String PASSWORD = "correct-horse";
  // What a cluster's client needs besides.
  private static final String MORE = " +cluster|nodes +cluster|myid +info +client|setname";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final TestingClock clock = new TestingClock();

  @AutoClose
  private final RedisCluster redis =
      new RedisCluster("admins", List.of("user fleet >" + PASSWORD + StoreOutageIT.RULES + MORE));

  @AutoClose private final TestingCluster one = cluster("one", redis.url()).connected();

  // Finds the other nodes by one.
  @AutoClose
  private final TestingCluster two = cluster("two", redis.url(redis.nodes().getLast())).connected();

  ClusterIT() throws IOException {}

  private TestingCluster cluster(String name, String url) {
    return new TestingCluster(
        name,
        StoreAddress.parse(url, Optional.empty()),
        StoreLogins.of(new StoreLogin("fleet", PASSWORD)),
        TestingCluster.SECRET,
        clock);
  }

  @Test
  void checksClaimsAndBudgetsAreSharedAcrossAllNodes() throws Exception {
    one.perSecond = 1000;
    two.perSecond = 1000;
    two.check("busybox");
    for (int i = 0; i < 60; i++) {
      one.check("i" + i);
    }
    one.registry = _ -> Verdict.Unavailable.of(Reason.REJECTED);
    one.check("rejected");
    one.registry = _ -> AVAILABLE;
    one.check("rejected");
    Waiting.until(() -> redis.keys("test:{"), keys -> keys.size() == 62);
    for (int i = 0; i < 60; i++) {
      assertThat(two.check("i" + i).at()).isEqualTo(clock.instant());
    }

    assertThat(two.asked).hasValue(1);
    for (RedisServer node : redis.nodes()) {
      assertThat(node.keys("test:{")).hasSizeGreaterThan(5);
      assertThat(node.ask("acl", "log")).isEmpty();
    }
    assertThat(one.store.isUp() && two.store.isUp()).isTrue();
  }

  /// Whoever waits for a claim hears of its end by whichever node it is connected to.
  @Test
  void theEndOfAClaimIsHeardFromEachNode() throws Exception {
    one.check("one");
    two.check("two");
    for (int i = 0; i < 8; i++) {
      CountDownLatch slow = new CountDownLatch(1);
      one.registry =
          _ -> {
            Waiting.on(slow);
            return AVAILABLE;
          };
      String image = "i" + i;
      int before = i;
      CompletableFuture<CheckedVerdict> first =
          CompletableFuture.supplyAsync(() -> one.check(image), threads);
      Waiting.eventually(() -> one.asked.get() == before + 2);
      CompletableFuture<CheckedVerdict> second =
          CompletableFuture.supplyAsync(() -> two.check(image), threads);
      Waiting.eventually(() -> two.claims() == before + 2);
      slow.countDown();
      assertThat(second.get()).isEqualTo(first.get());
    }
    assertThat(two.from(Source.AWAITED)).isEqualTo(8);
    assertThat(two.asked).hasValue(1);
  }

  @Test
  void aNodeThatIsKilledCostsNoCheckAndItsReplicaTakesOver() throws Exception {
    RedisServer killed = redis.nodes().getFirst();
    RedisServer replica = redis.addReplica(killed);
    one.check("nginx");
    killed.kill();
    long began = System.nanoTime();
    checkHundred();
    System.out.printf("node killed: 100 checks took %d ms%n", since(began));

    Waiting.until(() -> replica.ask("role"), role -> role.startsWith("master"));
    System.out.printf("its replica is the master after %d ms%n", since(began));
    // A third of what was found meanwhile belongs there.
    Waiting.until(() -> replica.keys("test:{"), keys -> keys.size() > 20);
    System.out.printf("what was found is written there after %d ms%n", since(began));
    Waiting.eventually(() -> one.store.isUp() && two.store.isUp());
    two.check("canary");
    two.check("i7");
    assertThat(two.asked).hasValue(1);
  }

  @Test
  void aNodeWithoutAReplicaTakesTheOthersWithIt() throws Exception {
    redis.nodes().getFirst().kill();
    checkHundred();
    RedisServer other = redis.nodes().getLast();
    Waiting.until(() -> other.ask("cluster", "info"), each -> each.contains("state:fail"));
    Waiting.eventually(() -> !one.store.isUp());

    redis.nodes().getFirst().start();
    redis.awaitWhole();
    long back = System.nanoTime();
    Waiting.eventually(one.store::isUp);
    System.out.printf("used again %d ms after the node is back%n", since(back));
    Waiting.until(() -> redis.keys("test:{"), keys -> keys.size() == 100);
  }

  private void checkHundred() {
    long began = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(one.check("i" + i).verdict()).isEqualTo(AVAILABLE);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  private static long since(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }
}
