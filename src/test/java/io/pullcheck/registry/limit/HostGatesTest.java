package io.pullcheck.registry.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.testing.TestingHosts;
import java.time.Duration;
import java.util.Optional;
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

  private void check(String host, Verdict verdict) throws InterruptedException {
    HostGate gate = gates.of(host);
    assertThat(gate.acquire(Urgency.URGENT)).isEmpty();
    gate.release(verdict);
  }
}
