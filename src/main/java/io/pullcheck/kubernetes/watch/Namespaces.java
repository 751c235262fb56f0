package io.pullcheck.kubernetes.watch;

import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Right;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The labels of the namespaces, as far as they are known, and which namespaces are watched.
final class Namespaces {

  private final NamespaceFilter filter;
  private final MissingRights rights;
  private final Right right;
  private final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();

  /// @param right that the labels depend on; while it is missing, no label is asked for
  Namespaces(NamespaceFilter filter, MissingRights rights, Right right) {
    this.filter = filter;
    this.rights = rights;
    this.right = right;
  }

  void put(NamespaceObject namespace) {
    labels.put(namespace.name(), namespace.labels());
  }

  void remove(String name) {
    labels.remove(name);
  }

  /// Nothing if the namespace is not known (yet).
  Optional<Map<String, String>> labels(String name) {
    return Optional.ofNullable(labels.get(name));
  }

  boolean watched(String name) {
    if (filter.label().isEmpty() || rights.contains(right)) {
      return filter.names().isEmpty() || filter.names().contains(name);
    }
    return labels(name).map(known -> filter.admits(name, known)).orElse(false);
  }
}
