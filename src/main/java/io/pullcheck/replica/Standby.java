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

/// Copies the leader's verdicts every few seconds while another replica leads, and once more when
/// this replica takes over: a leader that was told to end has handed over its lease and still
/// answers, and may have found something since the last copy.
///
/// [#follow] and [#takeOver] are for one thread; [#view] is for any.
public final class Standby {

  private static final Logger log = LoggerFactory.getLogger(Standby.class);
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private final VerdictsFollower follower;
  private final Supplier<Optional<String>> leader;
  private final Executor executor;
  private final InstantSource clock;
  private final AtomicBoolean copying = new AtomicBoolean();
  private Optional<String> followed = Optional.empty();
  private volatile Instant lastAttempt = Instant.MIN;
  private volatile Optional<Instant> lastCopy = Optional.empty();
  private volatile boolean failing;

  /// @param leader `host:port` of the leader's TLS endpoint; nothing if no replica leads, or this
  ///   one does
  /// @param executor runs the copying, which blocks
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

  /// Another replica leads: begins to copy its verdicts if it is time to. Does not block.
  public void follow() {
    Optional<String> address = leader.get();
    if (address.isPresent() && clock.instant().isAfter(lastAttempt.plus(PERIOD))) {
      followed = address;
      begin(address.get());
    }
  }

  /// This replica leads: copies once more from the leader before it. Does not block.
  ///
  /// @return whether that copy has ended, so that checks may begin: a check before it could replace
  ///   what the copy brings
  public boolean takeOver() {
    if (followed.isPresent() && begin(followed.get())) {
      followed = Optional.empty();
    }
    return followed.isEmpty() && !copying.get();
  }

  /// Whose verdicts this replica shows, for people; empty on the leader.
  public String view(boolean leads) {
    if (leads) {
      return "";
    }
    String from = leader.get().map(address -> "the leader at " + address).orElse("no leader");
    return from
        + lastCopy
            .map(at -> ", copied " + Duration.between(at, clock.instant()).toSeconds() + " s ago")
            .orElse(", not copied yet");
  }

  // False while an earlier copy is under way.
  private boolean begin(String address) {
    if (!copying.compareAndSet(false, true)) {
      return false;
    }
    try {
      executor.execute(() -> copy(address));
    } catch (RejectedExecutionException e) {
      // The executor is shut down because the program ends.
      copying.set(false);
    }
    return true;
  }

  private void copy(String address) {
    try {
      follower.copy(address);
      lastCopy = Optional.of(clock.instant());
      if (failing) {
        failing = false;
        log.atInfo().addKeyValue("leader", address).log("the leader's verdicts are copied again");
      }
    } catch (IOException | RuntimeException e) {
      failed(address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lastAttempt = clock.instant();
      copying.set(false);
    }
  }

  // Logged once, not every few seconds.
  private void failed(String address, Exception e) {
    if (!failing) {
      failing = true;
      log.atWarn()
          .addKeyValue("leader", address)
          .addKeyValue("problem", String.valueOf(e.getMessage()))
          .log("the leader's verdicts cannot be copied");
    }
  }
}
