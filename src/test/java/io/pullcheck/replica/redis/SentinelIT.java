package io.pullcheck.replica.redis;

import static io.pullcheck.replica.redis.TestingCluster.AVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.RedisSentinels;
import io.pullcheck.testing.RedisServer;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A store that Sentinels watch over. They and the servers have users of their own, with the rights
/// that docs/fleet.md names.
@Tag("slow")
final class SentinelIT {

  private static final StoreLogins LOGINS =
      new StoreLogins(new StoreLogin("fleet", "one-horse"), new StoreLogin("asker", "another"));

  private static final String ASKER =
      " resetchannels -@all +hello +auth +sentinel|get-master-addr-by-name";

  private final TestingClock clock = new TestingClock();

  @AutoClose
  private final RedisSentinels redis =
      new RedisSentinels(
          new RedisSentinels.Access(
              "admins",
              List.of("user fleet >one-horse" + StoreOutageIT.RULES),
              List.of("user default on >openly" + ASKER, "user asker on >another" + ASKER)));

  @AutoClose private final TestingCluster one = cluster("one", LOGINS).connected();
  @AutoClose private final TestingCluster two = cluster("two", LOGINS).connected();

  SentinelIT() throws IOException {}

  private TestingCluster cluster(String name, StoreLogins logins) {
    StoreAddress address = StoreAddress.parse(redis.url(), Optional.empty());
    return new TestingCluster(name, address, logins, TestingCluster.SECRET, clock);
  }

  @Test
  void checksAreSharedAndAReplicaTakesOverWhenTheMasterIsKilled() throws Exception {
    two.check("busybox");
    one.check("nginx");
    RedisServer master = redis.master();
    RedisServer replica = redis.replica();
    Waiting.until(() -> replica.keys("test:"), keys -> keys.size() == 2);
    two.check("nginx");
    assertThat(two.asked).hasValue(1);

    // One Sentinel that is gone, too, keeps nobody from asking another.
    redis.killOne();
    master.kill();
    long began = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      assertThat(one.check("i" + i).verdict()).isEqualTo(AVAILABLE);
    }
    Duration checks = Duration.ofNanos(System.nanoTime() - began);
    assertThat(checks).isLessThan(Duration.ofSeconds(2));

    Waiting.eventually(() -> !one.store.isUp() && !two.store.isUp());
    Waiting.eventually(() -> one.store.isUp() && two.store.isUp());
    Duration back = Duration.ofNanos(System.nanoTime() - began);
    // What was there is there, and what was found meanwhile is written down.
    Waiting.until(() -> replica.keys("test:"), keys -> keys.size() == 52);
    System.out.printf(
        "master killed: 50 checks took %d ms; used again after %d ms, all verdicts there after"
            + " %d ms%n",
        checks.toMillis(), back.toMillis(), (System.nanoTime() - began) / 1_000_000);
    two.check("i7");
    assertThat(two.asked).hasValue(1);
    assertThat(replica.ask("acl", "log")).isEmpty();
  }

  @Test
  void aMasterThatIsDemotedIsLeftForTheNewOne() throws Exception {
    one.check("nginx");
    RedisServer replica = redis.replica();
    Waiting.until(() -> replica.keys("test:"), keys -> keys.size() == 1);
    redis.failOver();
    Waiting.until(redis::master, replica::equals);

    // Whatever was written to the old one before it became a replica is found here, or again.
    Waiting.until(
        () -> {
          one.check("probe" + one.asked.get());
          return replica.keys("test:");
        },
        keys -> keys.size() >= 2);
    Waiting.eventually(one.store::isUp);
    assertThat(redis.refused()).allMatch(String::isEmpty);
  }

  @Test
  void aSentinelsLoginMayBeAPasswordAlone() throws Exception {
    StoreLogins logins = new StoreLogins(LOGINS.servers(), new StoreLogin("", "openly"));
    try (TestingCluster three = cluster("three", logins).connected()) {
      three.check("nginx");
      Waiting.until(() -> redis.master().keys("test:"), keys -> keys.size() == 1);
    }
  }

  @Test
  void aSentinelThatRefusesTheLoginCostsNoCheck() {
    try (TestingCluster three = cluster("three", StoreLogins.of(LOGINS.servers()))) {
      three.store.tried().join();
      assertThat(three.store.isUp()).isFalse();
      assertThat(three.check("nginx").verdict()).isEqualTo(AVAILABLE);
    }
  }
}
