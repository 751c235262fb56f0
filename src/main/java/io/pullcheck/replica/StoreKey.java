package io.pullcheck.replica;

import java.util.Objects;

/// Under which names a [VerdictStore] holds what is known of one attempt. The names are HMACs: they
/// say nothing about the image or its credentials to whoever does not have the fleet key.
///
/// @param attempt what is asked: the same in every cluster that asks the same with equal
///   credentials
/// @param cluster the attempt as this cluster sees it: what only its own replicas believe
/// @param account the registry's host with the credentials: what quotas are counted by
public record StoreKey(String attempt, String cluster, String account) {
  public StoreKey {
    Objects.requireNonNull(attempt, "attempt");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(account, "account");
  }
}
