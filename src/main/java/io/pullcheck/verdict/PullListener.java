package io.pullcheck.verdict;

import io.pullcheck.model.Pull;

/// Hears which pulls come into use and go out of it, in the order in which it happens. Called under
/// the inventory's lock: must not block, and must not call it back.
public interface PullListener {

  /// The first workload uses the pull.
  void added(Pull pull);

  /// The last workload that used it is gone.
  void gone(Pull pull);
}
