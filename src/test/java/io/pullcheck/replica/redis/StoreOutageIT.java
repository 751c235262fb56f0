package io.pullcheck.replica.redis;

import static io.pullcheck.replica.redis.TestingCluster.AVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.metrics.StoreMetrics.Refusal;
import io.pullcheck.metrics.StoreMetrics.Source;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.Ports;
import io.pullcheck.testing.RedisServer;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What becomes of checks when the store is gone, slow, full, or lies: they go on.
@Tag("slow")
final class StoreOutageIT {

  private static final int FEW = 4;
  private static final String PASSWORD = "correct-horse";
  // What docs/fleet.md says that a user needs.
  static final String RULES =
      " on ~test:* resetchannels &test:* -@all +get +mget +set +del +eval +hmget +hset"
          + " +pexpire +time +publish +subscribe +ping +hello +auth";

  private final TestingClock clock = new TestingClock();

  @Test
  void aKilledStoreCostsNoCheckAndItsReturnIsNoticed() throws Exception {
    try (RedisServer redis = RedisServer.open();
        TestingCluster cluster = new TestingCluster("one", redis.url(), clock).connected()) {
      cluster.check("nginx");
      redis.kill();

      assertThat(timed(() -> cluster.check("busybox").verdict()))
          .isLessThan(Duration.ofMillis(800));
      Waiting.eventually(() -> !cluster.store.isUp());
      for (int i = 0; i < 100; i++) {
        assertThat(cluster.check("i" + i).verdict()).isEqualTo(AVAILABLE);
      }
      assertThat(cluster.asked.get()).isEqualTo(102);

      redis.start();
      Waiting.eventually(cluster.store::isUp);
      // What was found meanwhile is written down, a little at a time.
      Waiting.until(() -> redis.keys("test:"), keys -> keys.size() >= 101);
    }
  }

  @Test
  void aStoreThatHangsDelaysAReviewByFiftyMillisecondsAndThenByNothing() throws Exception {
    try (RedisServer redis = RedisServer.open();
        TestingCluster cluster = new TestingCluster("one", redis.url(), clock).connected()) {
      cluster.check("nginx");
      redis.suspend();

      // No more than two, for after three failures the store is not asked.
      assertThat(quickest(2, i -> review(cluster, "slow" + i))).isLessThan(Duration.ofMillis(150));
      for (int i = 2; i < 4; i++) {
        var _ = review(cluster, "slow" + i);
      }
      Waiting.eventually(() -> !cluster.store.isUp());
      assertThat(quickest(FEW, i -> review(cluster, "quick" + i)))
          .isLessThan(Duration.ofMillis(40));
      assertThat(quickest(FEW, i -> cluster.check("check" + i))).isLessThan(Duration.ofMillis(40));
      assertThat(cluster.from(Source.ALONE)).isEqualTo(4 + 2 * FEW);

      redis.resume();
      Waiting.eventually(
          () -> {
            cluster.check(TestingCluster.attempt("probe" + cluster.asked.get()), Urgency.RECHECK);
            return cluster.store.isUp();
          });
    }
  }

  private static Verdict review(TestingCluster cluster, String image) {
    return cluster.check(TestingCluster.attempt(image), Urgency.REVIEW).verdict();
  }

  @Test
  void anotherClustersCheckDelaysAReviewByFiftyMillisecondsAtMost() throws Exception {
    try (RedisServer redis = RedisServer.open();
        TestingCluster one = new TestingCluster("one", redis.url(), clock).connected();
        TestingCluster two = new TestingCluster("two", redis.url(), clock).connected()) {
      review(two, "warm");
      List<Duration> took = new ArrayList<>();
      one.registry =
          attempt -> {
            took.add(timed(() -> review(two, attempt.reference().path())));
            return AVAILABLE;
          };
      for (int i = 0; i < FEW; i++) {
        one.check("nginx" + i);
      }

      assertThat(two.asked).hasValue(1 + FEW);
      assertThat(Collections.min(took)).isBetween(Duration.ofMillis(45), Duration.ofMillis(150));
    }
  }

  @Test
  void aFullStoreIsReadAndNotWaitedFor() throws Exception {
    try (RedisServer redis = RedisServer.open();
        TestingCluster cluster = new TestingCluster("one", redis.url(), clock).connected()) {
      cluster.check("nginx");
      Waiting.until(() -> redis.keys("test:"), keys -> keys.size() == 1);
      redis.ask("config", "set", "maxmemory", "1");

      for (int i = 0; i < 10; i++) {
        assertThat(cluster.check("i" + i).verdict()).isEqualTo(AVAILABLE);
      }
      Waiting.eventually(() -> !cluster.store.isUp());
      cluster.forget();
      cluster.check("nginx");
      assertThat(cluster.asked).hasValue(11);
      assertThat(cluster.from(Source.STORE)).isEqualTo(1);

      redis.ask("config", "set", "maxmemory", "0");
      Waiting.eventually(
          () -> {
            cluster.check("probe" + cluster.asked.get());
            return cluster.store.isUp();
          });
    }
  }

  /// Behind Sentinels it is left for another one, see SentinelIT.
  @Test
  void aServerThatHasBecomeAReplicaIsReadAndWrittenToWhenItIsAMasterAgain() throws Exception {
    try (RedisServer redis = RedisServer.open();
        TestingCluster cluster = new TestingCluster("one", redis.url(), clock).connected()) {
      cluster.check("nginx");
      Waiting.until(() -> redis.keys("test:"), keys -> keys.size() == 1);
      redis.ask("replicaof", "127.0.0.1", Integer.toString(Ports.free()));

      cluster.check("busybox");
      Waiting.eventually(() -> !cluster.store.isUp());
      Waiting.eventually(
          () -> {
            cluster.forget();
            cluster.check("nginx");
            return cluster.from(Source.STORE) == 1;
          });
      // A new connection is no reason to believe that it can be written to.
      assertThat(cluster.store.isUp()).isFalse();

      redis.ask("replicaof", "no", "one");
      Waiting.eventually(cluster.store::isUp);
      Waiting.until(() -> redis.keys("test:"), keys -> keys.size() == 2);
    }
  }

  @Test
  void aWrongPasswordCostsNoCheckAndARightOneIsTakenWhenItComes() throws Exception {
    try (RedisServer redis =
            RedisServer.withRules("admin", List.of("user fleet >" + PASSWORD + RULES));
        TestingCluster cluster =
            new TestingCluster("one", address(redis), login("wrong"), secret(), clock)) {
      assertThat(cluster.check("nginx").verdict()).isEqualTo(AVAILABLE);
      assertThat(cluster.store.isUp()).isFalse();
      redis.ask("acl", "setuser", "fleet", ">wrong");
      cluster.connected();
    }
  }

  @Test
  void aUserWithTheRulesOfTheDocumentationMayDoAllThatIsNeeded() throws Exception {
    StoreLogins login = login(PASSWORD);
    try (RedisServer redis =
            RedisServer.withRules("admin", List.of("user fleet >" + PASSWORD + RULES));
        TestingCluster one =
            new TestingCluster("one", address(redis), login, secret(), clock).connected();
        TestingCluster two =
            new TestingCluster("two", address(redis), login, secret(), clock).connected()) {
      one.perSecond = 100;
      two.check("busybox");
      one.registry = _ -> Verdict.Unavailable.of(Reason.REJECTED);
      one.check("nginx");
      one.registry = _ -> AVAILABLE;
      one.check("nginx");
      Waiting.until(() -> redis.keys("test:"), keys -> keys.size() == 3);
      two.check("nginx");

      assertThat(two.asked).hasValue(1);
      assertThat(one.store.isUp() && two.store.isUp()).isTrue();
      assertThat(redis.ask("acl", "log")).isEmpty();
    }
  }

  @Test
  void aForgedValueIsRefusedAndCounted() throws Exception {
    try (RedisServer redis = RedisServer.open();
        TestingCluster stranger =
            new TestingCluster(
                    "two",
                    address(redis),
                    StoreLogins.NONE,
                    "another secret ".repeat(4).getBytes(UTF_8),
                    clock)
                .connected();
        TestingCluster one = new TestingCluster("one", redis.url(), clock).connected()) {
      one.check("nginx");
      one.check("busybox");
      List<String> keys = Waiting.until(() -> redis.keys("test:"), each -> each.size() == 2);
      String good = redis.ask("get", keys.getFirst());

      // A value is only good where it was put.
      redis.ask("set", keys.getLast(), good);
      redis.ask("set", keys.getFirst(), good.replace("\"at\":", "\"at\":9"));
      one.forget();
      one.check("nginx");
      one.check("busybox");
      assertThat(one.asked).hasValue(4);
      assertThat(one.refused(Refusal.SIGNATURE)).isEqualTo(2);
      // With another key, other names: two fleets may share a server.
      stranger.check("nginx");
      assertThat(stranger.asked).hasValue(1);
      Waiting.until(() -> redis.keys("test:"), each -> each.size() == 3);
    }
  }

  @Test
  void aVerdictFromTheFutureIsRefusedAndCounted() throws Exception {
    TestingClock ahead = new TestingClock();
    ahead.advance(Duration.ofHours(1));
    try (RedisServer redis = RedisServer.open();
        TestingCluster two = new TestingCluster("two", redis.url(), ahead).connected();
        TestingCluster one = new TestingCluster("one", redis.url(), clock).connected()) {
      two.check("nginx");
      Waiting.until(() -> redis.keys("test:"), each -> each.size() == 1);
      assertThat(one.check("nginx").at()).isEqualTo(clock.instant());
      assertThat(one.refused(Refusal.FUTURE)).isEqualTo(1);
    }
  }

  @Test
  void nothingInTheStoreNamesAnImageOrACredential() throws Exception {
    try (RedisServer redis = RedisServer.open();
        TestingCluster one = new TestingCluster("one", redis.url(), clock).connected()) {
      one.perSecond = 100;
      one.check("registry.secret.example/team/plan:v9");
      List<String> keys = Waiting.until(() -> redis.keys("test:"), each -> each.size() == 2);
      assertThat(keys).noneMatch(key -> key.contains("secret") || key.contains("plan"));
      String value = redis.ask("get", keys.stream().filter(k -> k.contains("}")).findFirst().get());
      assertThat(value).doesNotContain("secret", "plan", "v9");
    }
  }

  private static StoreAddress address(RedisServer redis) {
    return StoreAddress.parse(redis.url(), Optional.empty());
  }

  private static StoreLogins login(String password) {
    return StoreLogins.of(new StoreLogin("fleet", password));
  }

  private static byte[] secret() {
    return TestingCluster.SECRET;
  }

  /// A busy machine makes one of them slow, and hardly all.
  private static Duration quickest(int times, IntConsumer work) {
    return IntStream.range(0, times)
        .mapToObj(i -> timed(() -> work.accept(i)))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Duration timed(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
