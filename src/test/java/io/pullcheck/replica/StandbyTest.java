package io.pullcheck.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Ports;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.verdict.Inventory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class StandbyTest {

  private final TestingClock clock = new TestingClock();
  private final Queue<Runnable> copies = new ArrayDeque<>();
  // Nobody listens there: each copy fails.
  private Optional<String> leader = Optional.of("127.0.0.1:" + Ports.free());
  private final Standby standby =
      new Standby(
          new VerdictsFollower(
              new Inventory(_ -> true),
              clock,
              new ServingTls()::clientContext,
              new VerdictsFollower.Limits(Duration.ofSeconds(15), Duration.ofMinutes(5))),
          () -> leader,
          copies::add,
          clock);

  @Test
  void copiesEveryFewSecondsAndNotTwiceAtATime() {
    standby.follow();
    standby.follow();
    assertThat(copies).hasSize(1);
    copies.remove().run();

    standby.follow();
    assertThat(copies).isEmpty();
    clock.advance(Duration.ofSeconds(4));
    standby.follow();
    assertThat(copies).hasSize(1);
  }

  @Test
  void whoTakesOverCopiesOnceMoreBeforeItChecks() {
    standby.follow();
    assertThat(standby.takeOver()).isFalse();
    copies.remove().run();
    leader = Optional.empty();

    assertThat(standby.takeOver()).isFalse();
    assertThat(copies).hasSize(1);
    assertThat(standby.takeOver()).isFalse();
    copies.remove().run();

    assertThat(standby.takeOver()).isTrue();
    assertThat(copies).isEmpty();
  }

  @Test
  void aLeaderWhoseAddressIsNoneIsAskedAgain() {
    leader = Optional.of("not an address%");
    standby.follow();
    copies.remove().run();

    clock.advance(Duration.ofSeconds(4));
    standby.follow();
    assertThat(copies).hasSize(1);
  }

  @Test
  void theFirstLeaderMayCheckAtOnce() {
    assertThat(standby.takeOver()).isTrue();
    assertThat(copies).isEmpty();
  }

  @Test
  void saysWhoseVerdictsItShows() {
    assertThat(standby.view(true)).isEmpty();
    assertThat(standby.view(false))
        .isEqualTo("the leader at " + leader.orElseThrow() + ", not copied yet");
    leader = Optional.empty();
    assertThat(standby.view(false)).isEqualTo("no leader, not copied yet");
  }
}
