package io.pullcheck.admission;

import java.util.List;
import java.util.Optional;

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
    List<Finding> refusing =
        findings.stream().filter(finding -> mayRefuse && finding.definite()).toList();
    List<Finding> warning =
        findings.stream().filter(finding -> !refusing.contains(finding)).toList();
    return new Decision(
        WarningText.lines(warning),
        refusing.isEmpty() ? Optional.empty() : Optional.of(refusal(refusing, wayOut)));
  }

  private static String refusal(List<Finding> findings, String wayOut) {
    return String.join("; ", WarningText.lines(findings)) + " (" + wayOut + ")";
  }
}
