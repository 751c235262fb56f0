package io.pullcheck.kubernetes.watch;

import java.util.HashMap;
import java.util.Map;

/// How much memory the objects of a resource may take, in bytes: those of one namespace no more
/// than half of what all may, so that its flood leaves room for the others. Safe for several
/// threads.
final class NamespaceShares {

  private final long total;
  private final Map<String, Long> taken = new HashMap<>();
  private long all;

  NamespaceShares(long total) {
    this.total = total;
  }

  /// Takes the bytes of an object in place of those that it took before.
  ///
  /// @param before 0 if it is new
  /// @param now 0 if it is gone
  /// @return false if there is no room for it; it then takes what it took before
  synchronized boolean replace(String namespace, long before, long now) {
    long more = now - before;
    long there = taken.getOrDefault(namespace, 0L) + more;
    if (more > 0 && (all + more > total || there > total / 2)) {
      return false;
    }
    all += more;
    if (there == 0) {
      taken.remove(namespace);
    } else {
      taken.put(namespace, there);
    }
    return true;
  }
}
