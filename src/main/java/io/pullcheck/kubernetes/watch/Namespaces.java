package io.pullcheck.kubernetes.watch;

import io.pullcheck.config.ServeConfig.Selection;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Right;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The labels of the namespaces, as far as they are known, and which namespaces are watched.
final class Namespaces {

  private final Selection selection;
  private final MissingRights rights;
  private final Right right;
  private final Map<String, Map<String, String>> labels = new ConcurrentHashMap<>();

  /// @param right by which the labels are read; while it is missing, `--namespace-label` does not
  ///   count
  Namespaces(Selection selection, MissingRights rights, Right right) {
    this.selection = selection;
    this.rights = rights;
    this.right = right;
  }

  static Map<String, String> labelsOf(ApiObject namespace) {
    return Map.copyOf(namespace.getMetadata().getLabels());
  }

  void put(ApiObject namespace) {
    labels.put(namespace.name(), labelsOf(namespace));
  }

  void remove(String name) {
    labels.remove(name);
  }

  /// Nothing if the namespace is not known (yet).
  Optional<Map<String, String>> labels(String name) {
    return Optional.ofNullable(labels.get(name));
  }

  boolean watched(String name) {
    if (selection.namespaceLabel().isEmpty() || rights.contains(right)) {
      return selection.namespaces().isEmpty() || selection.namespaces().contains(name);
    }
    return labels(name).map(known -> selection.admits(name, known)).orElse(false);
  }
}
