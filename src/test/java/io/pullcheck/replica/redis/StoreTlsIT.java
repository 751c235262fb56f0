package io.pullcheck.replica.redis;

import static io.pullcheck.replica.redis.TestingCluster.AVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.RealParts;
import io.pullcheck.testing.RedisServer;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that speaks TLS alone.
final class StoreTlsIT {

  @Test
  void isUsedWithItsCaAndNotWithout(@TempDir Path folder) throws Exception {
    Path key = folder.resolve("tls.key");
    Path certificate = folder.resolve("tls.crt");
    Command.Result made =
        Command.run(
            List.of(
                RealParts.require("openssl").toString(),
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=store",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()));
    assertThat(made.exit()).as(made.err()).isZero();
    TestingClock clock = new TestingClock();
    try (RedisServer redis = RedisServer.withTls(certificate, key);
        TestingCluster trusting = cluster(redis, Optional.of(certificate), clock).connected();
        TestingCluster doubting = cluster(redis, Optional.empty(), clock)) {
      trusting.check("nginx");
      Waiting.until(() -> redis.keys("test:"), keys -> keys.size() == 1);

      doubting.store.tried().join();
      assertThat(doubting.store.isUp()).isFalse();
      assertThat(doubting.check("nginx").verdict()).isEqualTo(AVAILABLE);
      assertThat(doubting.asked).hasValue(1);
    }
  }

  private static TestingCluster cluster(
      RedisServer redis, Optional<Path> authority, TestingClock clock) {
    return new TestingCluster(
        "one",
        StoreAddress.parse(redis.url(), authority),
        StoreLogins.NONE,
        TestingCluster.SECRET,
        clock);
  }
}
