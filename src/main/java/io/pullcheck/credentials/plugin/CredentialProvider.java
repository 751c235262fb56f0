package io.pullcheck.credentials.plugin;

import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.docker.Location;
import io.pullcheck.credentials.plugin.PluginOutcome.Answered;
import io.pullcheck.credentials.plugin.PluginOutcome.CacheKeyType;
import io.pullcheck.credentials.plugin.PluginOutcome.Failed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One plugin: asked for images that match, and once for all who wait for the same answer.
///
/// The kubelet asks once for concurrent pulls of the same image. We check a registry's images by
/// the hundred, so that all of a registry wait for the first answer, and only if it turns out to
/// hold for one image alone ask for their own.
final class CredentialProvider {

  private static final Logger log = LoggerFactory.getLogger(CredentialProvider.class);

  private static final Duration FAILURE_HOLDS = Duration.ofSeconds(30);

  private final String name;
  private final List<Location> matchImages;
  private final Plugin plugin;
  private final PluginCache cache;
  private final ConcurrentMap<String, Asking> asking = new ConcurrentHashMap<>();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final InstantSource clock;
  // By registry, until when it is not asked again.
  private final ConcurrentMap<String, Instant> failed = new ConcurrentHashMap<>();
  // What the last answer held for.
  private volatile CacheKeyType granularity = CacheKeyType.REGISTRY;

  /// A run of the plugin for an image that others may wait for too.
  private record Asking(String image, CompletableFuture<PluginOutcome> outcome) {

    private boolean answers(String other) {
      return switch (outcome.join()) {
        case Answered answered ->
            answered.cacheKeyType().key(image).equals(answered.cacheKeyType().key(other));
        case Failed _ -> true;
      };
    }
  }

  CredentialProvider(ProviderConfig provider, Plugin plugin, InstantSource clock) {
    this.name = provider.name();
    this.matchImages = provider.matchImages();
    this.plugin = plugin;
    this.clock = clock;
    this.cache = new PluginCache(clock, provider.defaultCacheDuration());
  }

  /// What the plugin has for the image; no entries if it is not for it; nothing if it failed.
  /// Blocks while the plugin runs.
  ///
  /// @param image host and path, without tag
  Optional<DockerConfig> provide(String image) {
    if (Location.parse(image)
        .filter(target -> matchImages.stream().anyMatch(each -> each.matches(target)))
        .isEmpty()) {
      return Optional.of(new DockerConfig(List.of()));
    }
    Optional<Answered> held = cache.get(image);
    if (held.isPresent()) {
      return held.map(Answered::auth);
    }
    return hasJustFailed(image) ? Optional.empty() : ask(image);
  }

  private boolean hasJustFailed(String image) {
    Instant until = failed.get(CacheKeyType.REGISTRY.key(image));
    return until != null && clock.instant().isBefore(until);
  }

  private Optional<DockerConfig> ask(String image) {
    boolean each = granularity == CacheKeyType.IMAGE;
    Asking first = join(each ? CacheKeyType.IMAGE : CacheKeyType.REGISTRY, image);
    Asking own = first.answers(image) ? first : join(CacheKeyType.IMAGE, image);
    return switch (own.outcome.join()) {
      case Answered answered -> Optional.of(answered.auth());
      case Failed _ -> Optional.empty();
    };
  }

  // In a thread of its own, so that nobody who gives up waiting takes the answer from the others.
  private Asking join(CacheKeyType type, String image) {
    String key = type.key(image);
    return asking.computeIfAbsent(
        key,
        _ ->
            new Asking(
                image,
                CompletableFuture.supplyAsync(
                    () -> run(key, image), task -> Thread.ofVirtual().start(task))));
  }

  private PluginOutcome run(String key, String image) {
    try {
      // It may have come while we were about to ask.
      Optional<Answered> held = cache.get(image);
      if (held.isPresent()) {
        return held.get();
      }
      PluginOutcome outcome = plugin.ask(image);
      switch (outcome) {
        case Answered answered -> answered(image, answered);
        case Failed failure -> failed(image, failure.why());
      }
      return outcome;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    } finally {
      asking.remove(key);
    }
  }

  private void answered(String image, Answered answered) {
    cache.put(image, answered);
    granularity = answered.cacheKeyType();
    if (failing.compareAndSet(true, false)) {
      log.atInfo().addKeyValue("provider", name).log("credential provider works again");
    }
  }

  // The kubelet asks again for each pull; for us that would be once for each of a thousand images,
  // a
  // minute each if it hangs. Logged once, not for every image and check.
  private void failed(String image, String why) {
    Instant now = clock.instant();
    failed.values().removeIf(until -> !now.isBefore(until));
    failed.put(CacheKeyType.REGISTRY.key(image), now.plus(FAILURE_HOLDS));
    if (failing.compareAndSet(false, true)) {
      log.atWarn()
          .addKeyValue("provider", name)
          .addKeyValue("problem", why)
          .log("credential provider failed");
    }
  }
}
