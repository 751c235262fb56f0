package io.pullcheck.replica;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;

/// The share of the repositories that this replica is responsible for. All images of a repository
/// belong to one shard, so that one replica alone asks for the repository's tokens.
///
/// @param index from 0: `--shard`
/// @param total how many shards there are, at least 1: `--total-shards`
public record Shard(int index, int total) {

  public Shard {
    if (index < 0 || index >= total) {
      throw new IllegalArgumentException("no shard of " + total + ": " + index);
    }
  }

  /// Whether this replica is responsible for a repository. With one shard more, each of the others
  /// gives some of its own to it, and none to another.
  ///
  /// @param repository with its registry's host, such as `docker.io/library/nginx`
  public boolean owns(String repository) {
    HashCode hash = Hashing.murmur3_128().hashUnencodedChars(repository);
    return Hashing.consistentHash(hash, total) == index;
  }
}
