package io.pullcheck.registry.limit;

import io.pullcheck.model.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// So many places for all, of which one namespace holds only a part, so that there are always some
/// for the others. Safe for several threads.
public final class Places {

  private final ReentrantLock lock = new ReentrantLock();
  private final int total;
  private final int perNamespace;
  private final Optional<Places> whole;
  private final Map<String, Integer> held = new HashMap<>();
  private final Turns<Condition> turns = new Turns<>();
  private int taken;

  public Places(int total, int perNamespace) {
    this(total, perNamespace, Optional.empty());
  }

  private Places(int total, int perNamespace, Optional<Places> whole) {
    this.total = total;
    this.perNamespace = perNamespace;
    this.whole = whole;
  }

  /// Some of these places, which are waited for among themselves first: whoever waits for one of
  /// these holds none of the whole.
  Places some(int most, int ofNamespace) {
    return new Places(most, ofNamespace, Optional.of(this));
  }

  /// Waits for a place, which [#release] must give back.
  public void acquire(Caller caller) throws InterruptedException {
    acquireOwn(caller);
    if (whole.isPresent()) {
      try {
        whole.get().acquire(caller);
      } catch (InterruptedException e) {
        releaseOwn(caller);
        throw e;
      }
    }
  }

  public void release(Caller caller) {
    whole.ifPresent(places -> places.release(caller));
    releaseOwn(caller);
  }

  private void acquireOwn(Caller caller) throws InterruptedException {
    lock.lockInterruptibly();
    Condition me = lock.newCondition();
    turns.add(caller, me);
    try {
      while (taken >= total || turns.first(this::hasRoom).filter(me::equals).isEmpty()) {
        me.await();
      }
      turns.begun(caller, me);
      held.merge(caller.namespace(), 1, Integer::sum);
      taken++;
    } finally {
      turns.remove(caller, me);
      wakeNext();
      lock.unlock();
    }
  }

  private void releaseOwn(Caller caller) {
    lock.lock();
    try {
      held.computeIfPresent(caller.namespace(), (_, count) -> count == 1 ? null : count - 1);
      taken--;
      wakeNext();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(String namespace) {
    return held.getOrDefault(namespace, 0) < perNamespace;
  }

  private void wakeNext() {
    if (taken < total) {
      turns.first(this::hasRoom).ifPresent(Condition::signal);
    }
  }
}
