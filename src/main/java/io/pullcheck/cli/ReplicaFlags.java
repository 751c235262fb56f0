package io.pullcheck.cli;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Flags for several replicas.
final class ReplicaFlags {

  @Option(
      names = "--leader-elect",
      arity = "1",
      paramLabel = "true|false",
      description = "One replica schedules checks and exports verdicts; all answer admission.")
  private Boolean leaderElect = false;

  @Option(
      names = "--shard",
      paramLabel = "N",
      description = "Which share of the repositories is ours, from 0.")
  private int shard;

  @Option(names = "--total-shards", paramLabel = "N", description = "How many shares there are.")
  private int totalShards = 1;

  /// @param store that other clusters share, too
  ServeConfig.Replicas config(Optional<ServeConfig.Store> store) {
    if (totalShards < 1) {
      throw UsageError.value(Integer.toString(totalShards), "is too small", "1 or more")
          .at("--total-shards");
    }
    if (shard < 0 || shard >= totalShards) {
      throw UsageError.value(Integer.toString(shard), "is no shard", "0 to " + (totalShards - 1))
          .at("--shard");
    }
    return new ServeConfig.Replicas(leaderElect, shard, totalShards, store);
  }
}
