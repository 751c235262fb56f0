package io.pullcheck.admission;

import io.pullcheck.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The answer to a review.
///
/// @param refusal why the object is not admitted; nothing if it is
record Decision(List<String> warnings, Optional<Refusal> refusal) {

  static final Decision ADMIT = new Decision(List.of(), Optional.empty());

  /// Why an object is not admitted.
  ///
  /// @param reason that of the first image
  record Refusal(Reason reason, String message) {}

  Decision {
    warnings = List.copyOf(warnings);
  }

  /// Sorts the findings into what refuses the object and what only warns.
  ///
  /// @param hint what the operator adds to a refusal
  static Decision of(
      Subject subject, List<Finding> findings, boolean mayRefuse, Optional<String> hint) {
    Map<Boolean, List<Finding>> byRefusing =
        findings.stream()
            .collect(Collectors.partitioningBy(finding -> mayRefuse && finding.definite()));
    List<Finding> refusing = byRefusing.getOrDefault(true, List.of());
    List<Finding> warning = byRefusing.getOrDefault(false, List.of());
    return new Decision(
        WarningText.lines(subject, warning),
        refusing.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Refusal(refusing.getFirst().reason(), message(subject, refusing, hint))));
  }

  /// The same with one more warning, before the others.
  Decision warningFirst(String warning) {
    List<String> all = new ArrayList<>();
    all.add(warning);
    all.addAll(warnings);
    return new Decision(all, refusal);
  }

  // What is wrong, then how to mend it, then what the operator says.
  private static String message(Subject subject, List<Finding> findings, Optional<String> hint) {
    String advice =
        findings.stream()
            .map(finding -> finding.reason().advice())
            .distinct()
            .collect(Collectors.joining(" "));
    return String.join("; ", WarningText.lines(subject, findings))
        + ". "
        + advice
        + hint.map(text -> " " + text).orElse("");
  }
}
