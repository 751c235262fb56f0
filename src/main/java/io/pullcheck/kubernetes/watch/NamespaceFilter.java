package io.pullcheck.kubernetes.watch;

import io.pullcheck.config.NamespaceLabel;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Which namespaces are looked at: `--namespaces` and `--namespace-label`.
///
/// @param names empty: all
/// @param label what a namespace must carry; nothing: no matter
public record NamespaceFilter(Set<String> names, Optional<NamespaceLabel> label) {

  public static final NamespaceFilter ALL = new NamespaceFilter(Set.of(), Optional.empty());

  public NamespaceFilter {
    names = Set.copyOf(names);
    Objects.requireNonNull(label, "label");
  }

  public boolean admits(String namespace, Map<String, String> labels) {
    return (names.isEmpty() || names.contains(namespace))
        && label.map(wanted -> wanted.isOn(labels)).orElse(true);
  }
}
