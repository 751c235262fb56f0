package io.pullcheck.credentials.plugin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.pullcheck.credentials.plugin.PluginOutcome.Answered;
import io.pullcheck.credentials.plugin.PluginOutcome.CacheKeyType;
import io.pullcheck.credentials.plugin.PluginOutcome.Failed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// What one plugin answered, for as long as each answer says, and for which images it has just
/// failed. Any thread may call.
final class PluginCache {

  private static final int MOST_FAILURES = 10_000;

  /// The kubelet runs a plugin that failed again for each pull. We check images by the thousand,
  /// and a plugin that hangs takes a minute each time.
  private static final Duration FAILURE_HOLDS = Duration.ofSeconds(30);

  private final Duration defaultDuration;
  private final Cache<Key, Answered> answers;
  private final Cache<Key, Failed> failures;

  private record Key(CacheKeyType type, String key) {
    static Key of(CacheKeyType type, String image) {
      return new Key(type, type.key(image));
    }
  }

  /// @param defaultDuration how long an answer holds that does not say so itself
  /// @param bytes what all answers may take together
  PluginCache(InstantSource clock, Duration defaultDuration, long bytes) {
    this.defaultDuration = defaultDuration;
    this.answers =
        caffeine(clock)
            .maximumWeight(bytes)
            .<Key, Answered>weigher((key, answer) -> key.key.length() + answer.auth().bytes())
            .expireAfter(Expiry.<Key, Answered>writing((_, answer) -> untilAfter(answer)))
            .build();
    this.failures =
        caffeine(clock).maximumSize(MOST_FAILURES).expireAfterWrite(FAILURE_HOLDS).build();
  }

  private static Caffeine<Object, Object> caffeine(InstantSource clock) {
    return Caffeine.newBuilder()
        .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
        .executor(Runnable::run);
  }

  /// The answer for the image, or else for its registry, or for all, in the kubelet's order; else
  /// the failure of the last 30 s that holds for it.
  Optional<PluginOutcome> get(String image) {
    for (CacheKeyType type : CacheKeyType.values()) {
      Answered answer = answers.getIfPresent(Key.of(type, image));
      if (answer != null) {
        return Optional.of(answer);
      }
    }
    return Arrays.stream(CacheKeyType.values())
        .map(type -> failures.getIfPresent(Key.of(type, image)))
        .filter(Objects::nonNull)
        .<PluginOutcome>map(failed -> failed)
        .findFirst();
  }

  /// Keeps what the plugin said about the image, for all images that it holds for.
  void put(String image, PluginOutcome outcome) {
    switch (outcome) {
      case Failed failed -> failures.put(Key.of(failed.scope(), image), failed);
      case Answered answer when duration(answer).isPositive() ->
          answers.put(Key.of(answer.cacheKeyType(), image), answer);
      case Answered _ -> {}
    }
  }

  private Duration duration(Answered answer) {
    return answer.cacheDuration().orElse(defaultDuration);
  }

  // In the kubelet's cache an answer still holds at the very moment at which it expires.
  private Duration untilAfter(Answered answer) {
    return duration(answer).plusNanos(1);
  }

  int size() {
    answers.cleanUp();
    return Math.toIntExact(answers.estimatedSize());
  }
}
