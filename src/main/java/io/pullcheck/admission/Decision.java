package io.pullcheck.admission;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The answer to a review.
///
/// @param refusal why the object is not admitted; nothing if it is
record Decision(List<String> warnings, Optional<String> refusal) {

  static final Decision ADMIT = new Decision(List.of(), Optional.empty());

  Decision {
    warnings = List.copyOf(warnings);
  }

  /// Sorts the findings into what refuses the object and what only warns.
  ///
  /// @param wayOut what a refusal says of how to get past it
  static Decision of(List<Finding> findings, boolean mayRefuse, String wayOut) {
    Map<Boolean, List<Finding>> byRefusing =
        findings.stream()
            .collect(Collectors.partitioningBy(finding -> mayRefuse && finding.definite()));
    List<Finding> refusing = byRefusing.getOrDefault(true, List.of());
    List<Finding> warning = byRefusing.getOrDefault(false, List.of());
    return new Decision(
        WarningText.lines(warning),
        refusing.isEmpty() ? Optional.empty() : Optional.of(refusal(refusing, wayOut)));
  }

  private static String refusal(List<Finding> findings, String wayOut) {
    return String.join("; ", WarningText.lines(findings)) + " (" + wayOut + ")";
  }
}
