package io.pullcheck.kubernetes.watch;

import io.pullcheck.model.Platform;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The platforms of the cluster's nodes.
final class NodePlatforms implements ReportingStore.Sink<NodeObject> {

  private final Map<String, Platform> platforms = new ConcurrentHashMap<>();

  Set<Platform> platforms() {
    return Set.copyOf(platforms.values());
  }

  @Override
  public void put(NodeObject node) {
    node.platform().ifPresent(platform -> platforms.put(node.name(), platform));
  }

  @Override
  public void remove(String namespace, String name) {
    platforms.remove(name);
  }
}
