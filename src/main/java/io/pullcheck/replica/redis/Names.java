package io.pullcheck.replica.redis;

import io.pullcheck.replica.StoreKey;
import io.pullcheck.replica.VerdictStore.Scope;

/// The keys of one attempt. In a cluster all are of one hash slot, that of the part in braces.
record Names(String prefix, StoreKey key) {

  private String base() {
    return prefix + "{" + key.attempt() + "}";
  }

  /// Of the fleet's verdict.
  String fleet() {
    return base() + "v";
  }

  /// Of this cluster's verdict.
  String cluster() {
    return base() + "v" + key.cluster();
  }

  /// Of the claim, and the message that it has ended.
  String claim(Scope scope) {
    return switch (scope) {
      case FLEET -> base() + "c";
      case CLUSTER -> base() + "c" + key.cluster();
    };
  }
}
