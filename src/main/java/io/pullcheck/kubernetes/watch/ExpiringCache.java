package io.pullcheck.kubernetes.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Answers that are fetched when they are asked for and kept for a while. Who asks for one that is
/// being fetched waits for it. When a new answer cannot be had, the last one serves on. A key is
/// forgotten when nobody has asked for it for an hour, or when all take too much memory.
final class ExpiringCache<K, V> {

  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  // Bytes that a key takes besides its answer.
  private static final int ENTRY = 512;

  private final Function<K, V> fetch;
  private final Function<V, Duration> lifetime;
  private final InstantSource clock;
  // The time of the last question, in nanoseconds since 1970: the clock is read once a question.
  private final AtomicLong nanos = new AtomicLong();
  private final ToIntFunction<V> weight;
  private final Cache<K, Slot> slots;

  private record Answer<V>(V value, Instant since) {}

  /// @param fetch may block and may throw
  /// @param lifetime for how long an answer serves without being fetched again
  /// @param weight of an answer, in bytes
  /// @param bytes what all answers may take
  ExpiringCache(
      Function<K, V> fetch,
      Function<V, Duration> lifetime,
      InstantSource clock,
      ToIntFunction<V> weight,
      long bytes) {
    this.fetch = fetch;
    this.lifetime = lifetime;
    this.clock = clock;
    this.weight = weight;
    this.slots =
        Caffeine.newBuilder()
            .expireAfterAccess(FORGOTTEN_AFTER)
            .maximumWeight(bytes)
            .<K, Slot>weigher((_, slot) -> slot.bytes)
            .ticker(nanos::get)
            .executor(Runnable::run)
            .build();
  }

  /// Blocks while the answer is fetched; throws what fetching it threw if there never was one.
  V get(K key) {
    Instant now = clock.instant();
    nanos.set(Duration.between(Instant.EPOCH, now).toNanos());
    Slot slot = slots.get(key, _ -> new Slot());
    int before = slot.bytes;
    V answer = slot.get(key, now);
    if (slot.bytes != before) {
      // So that it is weighed again.
      slots.put(key, slot);
    }
    return answer;
  }

  private final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Answer<V>> last = Optional.empty();
    private volatile int bytes = ENTRY;
    private Instant failed = Instant.MIN;
    private RuntimeException failure = new IllegalStateException("not asked yet");

    private V get(K key, Instant now) {
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
        V fetched = fetch.apply(key);
        last = Optional.of(new Answer<>(fetched, now));
        bytes = ENTRY + weight.applyAsInt(fetched);
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
