package io.pullcheck.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A map that forgets what was not asked for in a while, and, when full, what was not for the
/// longest time.
final class RecentlyAsked<K, V> {

  private record Aged<V>(V value, Instant asked) {}

  private final int limit;
  private final Duration kept;
  // In the order in which they were last put: the one not asked for the longest stands first.
  private final LinkedHashMap<K, Aged<V>> values = new LinkedHashMap<>();

  RecentlyAsked(int limit, Duration kept) {
    this.limit = limit;
    this.kept = kept;
  }

  /// The key's value, a new one if there is none.
  synchronized V ask(K key, Instant now, Supplier<V> fresh) {
    Aged<V> aged = values.remove(key);
    V value = aged == null ? fresh.get() : aged.value;
    put(key, now, value);
    return value;
  }

  synchronized void put(K key, Instant now, V value) {
    values.putLast(key, new Aged<>(value, now));
    forget(now);
  }

  /// The key's value, without counting as asking for it.
  synchronized Optional<V> peek(K key) {
    return Optional.ofNullable(values.get(key)).map(Aged::value);
  }

  synchronized int size() {
    return values.size();
  }

  private void forget(Instant now) {
    Instant oldest = now.minus(kept);
    Iterator<Map.Entry<K, Aged<V>>> eldest = values.entrySet().iterator();
    while (eldest.hasNext()) {
      boolean expired = eldest.next().getValue().asked().isBefore(oldest);
      if (!expired && values.size() <= limit) {
        return;
      }
      eldest.remove();
    }
  }
}
