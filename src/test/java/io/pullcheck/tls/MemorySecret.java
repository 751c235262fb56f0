package io.pullcheck.tls;

import io.pullcheck.kubernetes.own.VersionedSecret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A Secret in memory, with the API server's compare-and-swap.
final class MemorySecret implements VersionedSecret {

  private Optional<Content> content = Optional.empty();
  private int version;

  @Override
  public synchronized Optional<Version> read() {
    return content.map(held -> new Version(held, String.valueOf(version)));
  }

  @Override
  public synchronized boolean write(Optional<Version> was, Content next, Set<String> keys) {
    if (!was.map(Version::resourceVersion).equals(read().map(Version::resourceVersion))) {
      return false;
    }
    set(Optional.of(next));
    return true;
  }

  /// Somebody else writes.
  synchronized void set(Optional<Content> next) {
    content = next;
    version++;
  }

  synchronized void setData(String key, String value) {
    Map<String, String> data = new HashMap<>(content.orElseThrow().data());
    data.put(key, value);
    set(Optional.of(new Content(data, content.orElseThrow().annotations())));
  }
}
