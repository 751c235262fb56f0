package io.pullcheck.replica.redis;

import io.pullcheck.replica.StoreKey;
import io.pullcheck.replica.VerdictStore.Publication;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What could not be published while the store was away, the latest of each attempt; the oldest is
/// dropped when there is too much. Safe for use by many threads.
final class Backlog {

  // A verdict takes about 500 bytes.
  private static final int MOST = 10_000;

  /// What is to be published under a key.
  record Late(StoreKey key, Publication publication) {}

  private final LinkedHashMap<StoreKey, Publication> waiting = new LinkedHashMap<>();

  synchronized void add(StoreKey key, Publication publication) {
    if (publication.found()) {
      waiting.remove(key);
      waiting.put(key, publication.late());
      if (waiting.size() > MOST) {
        waiting.pollFirstEntry();
      }
    }
  }

  /// It is known better by now.
  synchronized void remove(StoreKey key) {
    waiting.remove(key);
  }

  synchronized List<Late> take(int most) {
    List<Late> taken = new ArrayList<>();
    while (taken.size() < most && !waiting.isEmpty()) {
      Map.Entry<StoreKey, Publication> first = waiting.pollFirstEntry();
      taken.add(new Late(first.getKey(), first.getValue()));
    }
    return taken;
  }
}
