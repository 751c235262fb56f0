package io.pullcheck.web.status;

import io.pullcheck.workload.WorkloadId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// By what rows are grouped. A row stands in the group of each namespace or workload that uses its
/// image, with the users of that group alone.
enum Grouping {
  REGISTRY,
  NAMESPACE,
  WORKLOAD;

  Map<String, ImageFinding> groups(ImageFinding finding) {
    return switch (this) {
      case REGISTRY -> Map.of(finding.registry(), finding);
      case NAMESPACE -> finding.split(WorkloadId::namespace);
      case WORKLOAD -> finding.split(Grouping::text);
    };
  }

  /// `shop/deployment/cart`.
  static String text(WorkloadId id) {
    return id.namespace() + "/" + id.kind().word() + "/" + id.name();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Grouping> named(String word) {
    return Arrays.stream(values()).filter(grouping -> grouping.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Grouping::word).toList();
  }
}
