package io.pullcheck.kubernetes;

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
        if (last.filter(answer -> holds(answer, now)).isEmpty()) {
          last = Optional.of(fetched(key, now));
        }
        return last.orElseThrow().value();
      } finally {
        lock.unlock();
      }
    }

    private Answer<V> fetched(K key, Instant now) {
      try {
        return new Answer<>(fetch.apply(key), now);
      } catch (RuntimeException e) {
        return last.orElseThrow(() -> e);
      }
    }
  }

  private boolean holds(Answer<V> answer, Instant now) {
    return answer.since().plus(lifetime.apply(answer.value())).isAfter(now);
  }
}
