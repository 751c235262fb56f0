package io.pullcheck.kubernetes.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Answers that are fetched when they are asked for and kept for a while. Who asks for one that is
/// on its way waits for it. When a new answer cannot be had, the last one serves on.
final class ExpiringCache<K, V> {

  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final Function<K, V> fetch;
  private final Function<V, Duration> lifetime;
  private final InstantSource clock;
  private final Map<K, Slot> slots = new ConcurrentHashMap<>();

  private record Answer<V>(V value, Instant since) {}

  ExpiringCache(Function<K, V> fetch, Function<V, Duration> lifetime, InstantSource clock) {
    this.fetch = fetch;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /// Blocks while the answer is fetched; throws what fetching it threw if there never was one.
  V get(K key) {
    Instant now = clock.instant();
    if (!slots.containsKey(key)) {
      slots.values().removeIf(slot -> slot.forgotten(now));
    }
    return slots.computeIfAbsent(key, _ -> new Slot(now)).get(key, now);
  }

  private final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Instant asked;
    private Optional<Answer<V>> last = Optional.empty();
    private Instant failed = Instant.MIN;
    private RuntimeException failure = new IllegalStateException("not asked yet");

    private Slot(Instant now) {
      asked = now;
    }

    private boolean forgotten(Instant now) {
      return asked.plus(FORGOTTEN_AFTER).isBefore(now);
    }

    private V get(K key, Instant now) {
      asked = now;
      lock.lock();
      try {
        // A failure is also that of those who waited for it.
        if (last.filter(answer -> holds(answer, now)).isEmpty() && !failed.isAfter(now)) {
          fetch(key, now);
        }
        return last.orElseThrow(() -> failure).value();
      } finally {
        lock.unlock();
      }
    }

    private void fetch(K key, Instant now) {
      try {
        last = Optional.of(new Answer<>(fetch.apply(key), now));
      } catch (RuntimeException e) {
        failure = e;
        failed = clock.instant();
      }
    }
  }

  private boolean holds(Answer<V> answer, Instant now) {
    return answer.since().plus(lifetime.apply(answer.value())).isAfter(now);
  }
}
