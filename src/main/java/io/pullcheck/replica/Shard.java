package io.pullcheck.replica;

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

  /// Whether this replica is responsible for a repository.
  ///
  /// @param repository without its registry's host, such as `library/nginx`
  public boolean owns(String repository) {
    return Math.floorMod(repository.hashCode(), total) == index;
  }
}
