package io.pullcheck.replica.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the store is.
///
/// @param nodes one, which may be a Sentinel's URL with its master; several of a cluster
/// @param cluster whether it is a cluster
/// @param authority PEM; nothing: the JVM's own CAs
public record StoreAddress(List<RedisURI> nodes, boolean cluster, Optional<Path> authority) {

  public StoreAddress {
    nodes = List.copyOf(nodes);
  }

  /// Reads a URL as Lettuce has them; several hosts mean a cluster.
  ///
  /// @throws IllegalArgumentException if it is none
  public static StoreAddress parse(String url, Optional<Path> authority) {
    boolean sentinel = url.startsWith("redis-sentinel:") || url.startsWith("rediss-sentinel:");
    URI parsed = URI.create(url);
    boolean several =
        !sentinel && Optional.ofNullable(parsed.getAuthority()).orElse("").contains(",");
    return new StoreAddress(
        several ? RedisClusterURIUtil.toRedisURIs(parsed) : List.of(RedisURI.create(url)),
        several,
        authority);
  }
}
