package io.pullcheck.credentials.plugin;

import io.pullcheck.credentials.docker.DockerConfig;
import java.time.Duration;
import java.util.Optional;

/// The outcome of one run of a credential provider plugin.
sealed interface PluginOutcome {

  /// The plugin answered.
  ///
  /// @param cacheKeyType for which images the answer holds besides the one that was asked for
  /// @param cacheDuration how long the answer holds; empty: for the configured default
  /// @param auth the credentials; without entries the pull is anonymous
  record Answered(CacheKeyType cacheKeyType, Optional<Duration> cacheDuration, DockerConfig auth)
      implements PluginOutcome {}

  /// The plugin could not be run, or its answer is malformed.
  ///
  /// @param why names the problem, with what the plugin wrote to its standard error
  /// @param scope the images that need not be asked for soon: a plugin that does not end is broken
  ///   for its whole registry, but what it says of one image is about that one alone
  record Failed(String why, CacheKeyType scope) implements PluginOutcome {

    /// A failure for one image.
    Failed(String why) {
      this(why, CacheKeyType.IMAGE);
    }
  }

  /// For which images an answer holds: the order is that in which the kubelet looks them up.
  enum CacheKeyType {
    IMAGE("Image"),
    REGISTRY("Registry"),
    GLOBAL("Global");

    private final String word;

    CacheKeyType(String word) {
      this.word = word;
    }

    static Optional<CacheKeyType> of(String word) {
      for (CacheKeyType type : values()) {
        if (type.word.equals(word)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }

    /// Equal for all images that share an answer.
    ///
    /// @param image host and path, without tag
    String key(String image) {
      return switch (this) {
        case IMAGE -> image;
        case REGISTRY -> image.substring(0, image.indexOf('/'));
        case GLOBAL -> "global";
      };
    }
  }
}
