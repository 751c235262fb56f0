package io.pullcheck.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The labels of workloads that are exported; those of no other name are kept.
///
/// @param names as on the objects: `app.kubernetes.io/part-of`
public record WorkloadLabels(Set<String> names) {

  public static final WorkloadLabels NONE = new WorkloadLabels(Set.of());

  private static final int LONGEST_PREFIX = 253;
  private static final String DNS = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
  // apimachinery's IsQualifiedName.
  private static final Pattern KEY =
      Pattern.compile(
          "(?:(%1$s(?:\\.%1$s)*)/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?".formatted(DNS));

  public WorkloadLabels {
    names = Set.copyOf(names);
  }

  /// Reads names of labels. There is no `*`: whoever may write a workload could make as many series
  /// of a scrape differ as he likes.
  ///
  /// @throws UsageError if one is not the name of a label
  public static WorkloadLabels parse(List<String> names) {
    for (String name : names) {
      if (!KEY.matcher(name).matches() || name.lastIndexOf('/') > LONGEST_PREFIX) {
        throw UsageError.value(
            name,
            "is not the name of a label",
            "names as on the objects, such as team,app.kubernetes.io/part-of; no *");
      }
    }
    return new WorkloadLabels(Set.copyOf(names));
  }

  /// Those of an object's labels that are exported.
  public Map<String, String> of(Map<String, String> labels) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, String> kept = new HashMap<>();
    for (String name : names) {
      String value = labels.get(name);
      if (value != null) {
        kept.put(name, value);
      }
    }
    return Map.copyOf(kept);
  }
}
