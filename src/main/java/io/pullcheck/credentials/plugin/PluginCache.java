package io.pullcheck.credentials.plugin;

import io.pullcheck.credentials.plugin.PluginOutcome.Answered;
import io.pullcheck.credentials.plugin.PluginOutcome.CacheKeyType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What one plugin answered, for as long as it holds.
final class PluginCache {

  // As in the kubelet: what nobody asks for again is thrown away now and then.
  private static final Duration PURGE_INTERVAL = Duration.ofMinutes(15);

  private final InstantSource clock;
  private final Duration defaultDuration;
  private final Map<Key, Held> answers = new HashMap<>();
  private Instant lastPurge;

  private record Key(CacheKeyType type, String key) {}

  private record Held(Answered answer, Instant expires) {}

  PluginCache(InstantSource clock, Duration defaultDuration) {
    this.clock = clock;
    this.defaultDuration = defaultDuration;
    this.lastPurge = clock.instant();
  }

  /// The answer for the image, or else for its registry, or for all.
  synchronized Optional<Answered> get(String image) {
    Instant now = clock.instant();
    if (now.isAfter(lastPurge.plus(PURGE_INTERVAL))) {
      answers.values().removeIf(held -> now.isAfter(held.expires));
      lastPurge = now;
    }
    for (CacheKeyType type : CacheKeyType.values()) {
      Held held = answers.get(new Key(type, type.key(image)));
      if (held != null && !now.isAfter(held.expires)) {
        return Optional.of(held.answer);
      }
    }
    return Optional.empty();
  }

  synchronized void put(String image, Answered answer) {
    Duration duration = answer.cacheDuration().orElse(defaultDuration);
    if (!duration.isZero()) {
      CacheKeyType type = answer.cacheKeyType();
      answers.put(new Key(type, type.key(image)), new Held(answer, clock.instant().plus(duration)));
    }
  }

  synchronized int size() {
    return answers.size();
  }
}
