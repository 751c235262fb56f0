package io.pullcheck.kubernetes;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Which namespaces are looked at: `--namespaces` and `--namespace-label`.
///
/// @param names empty: all
/// @param label what a namespace must carry; nothing: no matter
public record NamespaceFilter(Set<String> names, Optional<Label> label) {

  public static final NamespaceFilter ALL = new NamespaceFilter(Set.of(), Optional.empty());

  /// What a namespace must carry.
  ///
  /// @param value nothing: any
  public record Label(String key, Optional<String> value) {
    public Label {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }

    /// From `key` or `key=value`.
    public static Label parse(String text) {
      int equals = text.indexOf('=');
      return equals < 0
          ? new Label(text, Optional.empty())
          : new Label(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
    }

    boolean isOn(Map<String, String> labels) {
      return labels.containsKey(key)
          && value.map(wanted -> wanted.equals(labels.get(key))).orElse(true);
    }
  }

  public NamespaceFilter {
    names = Set.copyOf(names);
    Objects.requireNonNull(label, "label");
  }

  public boolean admits(String namespace, Map<String, String> labels) {
    return (names.isEmpty() || names.contains(namespace))
        && label.map(wanted -> wanted.isOn(labels)).orElse(true);
  }
}
