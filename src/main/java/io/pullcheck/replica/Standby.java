package io.pullcheck.replica;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a replica does that does not lead: it copies the leader's verdicts every few seconds, so
/// that it can take over at any moment.
public final class Standby {

  private static final Logger log = LoggerFactory.getLogger(Standby.class);
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final VerdictsFollower follower;
  private final Supplier<Optional<String>> leader;
  private final Executor executor;
  private final InstantSource clock;
  private final AtomicBoolean copying = new AtomicBoolean();
  private volatile Instant tried = Instant.MIN;
  private volatile Optional<Instant> copied = Optional.empty();
  private volatile boolean failing;

  /// @param leader `host:port` of the leader's management endpoint; nothing if it is not known, or
  ///   is ourselves
  /// @param executor runs what blocks
  public Standby(
      VerdictsFollower follower,
      Supplier<Optional<String>> leader,
      Executor executor,
      InstantSource clock) {
    this.follower = follower;
    this.leader = leader;
    this.executor = executor;
    this.clock = clock;
  }

  /// Begins to copy if it is time to. Does not block.
  public void look() {
    Optional<String> address = leader.get();
    boolean due = clock.instant().isAfter(tried.plus(PERIOD));
    if (address.isEmpty() || !due || !copying.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(() -> copy(address.get()));
    } catch (RejectedExecutionException e) {
      // The program is ending.
      copying.set(false);
    }
  }

  /// Whose verdicts a standby shows; empty on the leader.
  public String view(boolean leads) {
    if (leads) {
      return "";
    }
    String from = leader.get().map(address -> "the leader at " + address).orElse("no leader");
    return from
        + copied
            .map(at -> ", copied " + Duration.between(at, clock.instant()).toSeconds() + " s ago")
            .orElse(", not copied yet");
  }

  private void copy(String address) {
    try {
      follower.copy(address);
      copied = Optional.of(clock.instant());
      if (failing) {
        failing = false;
        log.atInfo().addKeyValue("leader", address).log("the leader's verdicts are copied again");
      }
    } catch (IOException e) {
      failed(address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tried = clock.instant();
      copying.set(false);
    }
  }

  // Said once, not every few seconds.
  private void failed(String address, IOException e) {
    if (!failing) {
      failing = true;
      log.atWarn()
          .addKeyValue("leader", address)
          .addKeyValue("problem", String.valueOf(e.getMessage()))
          .log("the leader's verdicts cannot be copied");
    }
  }
}
