package io.pullcheck.workload;

import java.util.List;
import java.util.Objects;

/// One of the `matchExpressions` of a node selector term.
///
/// @param operator `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`
public record NodeRequirement(String key, String operator, List<String> values) {

  public NodeRequirement {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(operator, "operator");
    values = List.copyOf(values);
  }
}
