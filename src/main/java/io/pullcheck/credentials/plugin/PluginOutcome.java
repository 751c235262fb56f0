package io.pullcheck.credentials.plugin;

import io.pullcheck.credentials.docker.DockerConfig;
import java.time.Duration;
import java.util.Optional;

/// What came of asking a credential provider plugin for an image.
sealed interface PluginOutcome {

  /// It answered.
  ///
  /// @param cacheDuration how long the answer holds; empty: as configured
  record Answered(CacheKeyType cacheKeyType, Optional<Duration> cacheDuration, DockerConfig auth)
      implements PluginOutcome {}

  /// It did not, or not as it should.
  ///
  /// @param why in our own words, and those the plugin wrote to its standard error
  record Failed(String why) implements PluginOutcome {}

  /// For what an answer holds.
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

    /// What tells images with the same answer from others.
    String key(String image) {
      return switch (this) {
        case IMAGE -> image;
        case REGISTRY -> image.substring(0, image.indexOf('/'));
        case GLOBAL -> "global";
      };
    }
  }
}
