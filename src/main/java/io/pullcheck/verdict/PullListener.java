package io.pullcheck.verdict;

import io.pullcheck.model.Pull;

/// Hears what happens to the pulls of an [Inventory], in the order in which it happens. Called
/// while the inventory's lock is held: must not block, and must not call the inventory.
public interface PullListener {

  PullListener NONE =
      new PullListener() {
        @Override
        public void added(Pull pull) {}

        @Override
        public void gone(Pull pull) {}

        @Override
        public void credentialsChanged(Pull pull) {}
      };

  /// Tells both, one after the other.
  static PullListener both(PullListener first, PullListener second) {
    return new PullListener() {
      @Override
      public void added(Pull pull) {
        first.added(pull);
        second.added(pull);
      }

      @Override
      public void gone(Pull pull) {
        first.gone(pull);
        second.gone(pull);
      }

      @Override
      public void credentialsChanged(Pull pull) {
        first.credentialsChanged(pull);
        second.credentialsChanged(pull);
      }
    };
  }

  /// The first workload has begun to use the pull.
  void added(Pull pull);

  /// The last workload that used the pull is gone.
  void gone(Pull pull);

  /// The pull secrets that the pull names may hold other credentials from now on.
  void credentialsChanged(Pull pull);
}
