package io.pullcheck.registry.limit;

import io.pullcheck.model.Caller;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.util.Optional;

/// What a check holds at the gate of one host. The request with which it begins is already
/// admitted; each further one waits for its turn. For one thread.
public final class HostPermit {

  /// The most requests of one check, so that an index of thousands of parts is no task of hours.
  public static final int MOST_REQUESTS = 250;

  private final HostGate gate;
  private final Optional<Places> unproven;
  private final Caller caller;
  private final long begun = System.nanoTime();
  private long waited;
  private int requests;
  private boolean admitted = true;

  /// @param unproven where the check holds a place too, if its host is an unproven one
  HostPermit(HostGate gate, Optional<Places> unproven, Caller caller) {
    this.gate = gate;
    this.unproven = unproven;
    this.caller = caller;
  }

  public Caller caller() {
    return caller;
  }

  /// The time since the check was let in, without what it waited since.
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - begun - waited);
  }

  /// How long the check has waited for turns since it was let in.
  public Duration waited() {
    return Duration.ofNanos(waited);
  }

  /// Pauses the host for everybody, because it asked for that.
  public void pause(Duration time) {
    gate.pause(time);
  }

  /// Waits until a request may be sent to the host.
  ///
  /// @return why it may not be: the host is paused, or the check has had its requests
  public Optional<Verdict> request() throws InterruptedException {
    Optional<Verdict> tooMany = count();
    if (tooMany.isPresent() || (requests == 1 && admitted)) {
      return tooMany;
    }
    leave();
    return waiting(this::enter);
  }

  /// Counts a request, to whichever host.
  public Optional<Verdict> count() {
    requests++;
    return requests > MOST_REQUESTS
        ? Optional.of(Verdict.Unavailable.of(Reason.TOO_MANY_PARTS))
        : Optional.empty();
  }

  /// Does something that waits for a turn; the check's time does not run meanwhile.
  public <T> T waiting(Turn<T> turn) throws InterruptedException {
    long since = System.nanoTime();
    try {
      return turn.take();
    } finally {
      waited += System.nanoTime() - since;
    }
  }

  /// The check has waited elsewhere.
  public void waited(long nanos) {
    waited += nanos;
  }

  /// Waits for a turn.
  @FunctionalInterface
  public interface Turn<T> {
    T take() throws InterruptedException;
  }

  private Optional<Verdict> enter() throws InterruptedException {
    if (unproven.isPresent()) {
      unproven.get().acquire(caller);
    }
    Optional<Verdict> closed = Optional.empty();
    try {
      closed = gate.again(caller);
      admitted = closed.isEmpty();
      return closed;
    } finally {
      if (!admitted) {
        unproven.ifPresent(places -> places.release(caller));
      }
    }
  }

  /// Gives up the turn: while another host is asked, this one's is not held up.
  public void leave() {
    if (admitted) {
      admitted = false;
      gate.leave(caller);
      unproven.ifPresent(places -> places.release(caller));
    }
  }

  void end(Verdict verdict) {
    gate.release(caller, verdict, admitted);
    if (admitted) {
      unproven.ifPresent(places -> places.release(caller));
    }
  }
}
