package io.pullcheck.credentials.plugin;

import io.pullcheck.config.HeapShares;
import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.docker.Location;
import io.pullcheck.credentials.plugin.PluginOutcome.Answered;
import io.pullcheck.credentials.plugin.PluginOutcome.CacheKeyType;
import io.pullcheck.credentials.plugin.PluginOutcome.Failed;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One plugin, which runs only for images that match, and once for all who wait for the same
/// answer.
///
/// The kubelet runs it once for concurrent pulls of the same image. Pullcheck checks a registry's
/// images by the hundred, so that all images of a registry wait for the first answer, and run the
/// plugin for themselves only if that answer turns out to hold for its own image alone.
final class CredentialProvider {

  private static final Logger log = LoggerFactory.getLogger(CredentialProvider.class);

  private final String name;
  private final List<Location> matchImages;
  private final Plugin plugin;
  private final PluginCache cache;
  // The runs that have not ended, by the image or the registry that they are for.
  private final ConcurrentMap<String, PluginRun> running = new ConcurrentHashMap<>();
  private final AtomicBoolean failing = new AtomicBoolean();
  // What the last answer held for: the best guess of what the next one will hold for.
  private volatile CacheKeyType granularity = CacheKeyType.REGISTRY;

  /// A run of the plugin for an image, whose outcome other images may wait for too.
  private record PluginRun(String image, CompletableFuture<PluginOutcome> outcome) {

    /// Waits for the outcome, and says whether it is the other image's too.
    private boolean holdsFor(String other) {
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
    this.cache =
        new PluginCache(
            clock, provider.defaultCacheDuration(), HeapShares.ofThisProcess().pluginAnswers());
  }

  /// What the plugin has for the image; no entries if the plugin is not for it; nothing if the
  /// plugin failed. Blocks while the plugin runs.
  ///
  /// @param image host and path, without tag
  Optional<DockerConfig> provide(String image) {
    if (Location.parse(image)
        .filter(target -> matchImages.stream().anyMatch(each -> each.matches(target)))
        .isEmpty()) {
      return Optional.of(new DockerConfig(List.of()));
    }
    return switch (cache.get(image).orElseGet(() -> await(image))) {
      case Answered answered -> Optional.of(answered.auth());
      case Failed _ -> Optional.empty();
    };
  }

  private PluginOutcome await(String image) {
    boolean each = granularity == CacheKeyType.IMAGE;
    PluginRun first = join(each ? CacheKeyType.IMAGE : CacheKeyType.REGISTRY, image);
    PluginRun own = first.holdsFor(image) ? first : join(CacheKeyType.IMAGE, image);
    return own.outcome.join();
  }

  // The plugin runs in a thread of its own: whoever waits may be interrupted, and the others still
  // get the answer.
  private PluginRun join(CacheKeyType type, String image) {
    String key = type.key(image);
    return running.computeIfAbsent(
        key,
        _ ->
            new PluginRun(
                image,
                CompletableFuture.supplyAsync(
                    () -> run(key, image), task -> Thread.ofVirtual().start(task))));
  }

  private PluginOutcome run(String key, String image) {
    try {
      // Another run may have ended between the look into the cache and this one.
      Optional<PluginOutcome> held = cache.get(image);
      if (held.isPresent()) {
        return held.get();
      }
      PluginOutcome outcome = plugin.ask(image);
      cache.put(image, outcome);
      switch (outcome) {
        case Answered answered -> succeeded(answered.cacheKeyType());
        case Failed failure -> failed(failure.why());
      }
      return outcome;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    } finally {
      running.remove(key);
    }
  }

  private void succeeded(CacheKeyType type) {
    granularity = type;
    if (failing.compareAndSet(true, false)) {
      log.atInfo().addKeyValue("provider", name).log("credential provider works again");
    }
  }

  private void failed(String why) {
    if (failing.compareAndSet(false, true)) {
      log.atWarn()
          .addKeyValue("provider", name)
          .addKeyValue("problem", why)
          .log("credential provider failed");
    }
  }
}
