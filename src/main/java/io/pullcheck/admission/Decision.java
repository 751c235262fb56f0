package io.pullcheck.admission;

import io.pullcheck.model.Reason;
import java.time.Duration;
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
  /// @param tryAgain whether the same request may be granted a little later
  record Refusal(Reason reason, String message, boolean tryAgain) {}

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
                new Refusal(
                    refusing.getFirst().reason(), message(subject, refusing, hint), false)));
  }

  /// What is answered to an eviction.
  static Decision of(Evictions.Request pod, Evictions.Outcome outcome) {
    return switch (outcome) {
      case Evictions.Outcome.Allowed _, Evictions.Outcome.Unchecked _ -> ADMIT;
      case Evictions.Outcome.Warned(var gone) -> warning(WarningText.evictions(pod, gone, ""));
      case Evictions.Outcome.Released(var gone) -> warning(WarningText.evictions(pod, gone, ""));
      case Evictions.Outcome.WouldHold(var gone, var hold) ->
          warning(
              WarningText.evictions(
                  pod, gone, "; it would be held for " + AgeText.text(hold) + " at most"));
      case Evictions.Outcome.Held(var gone, var left) -> held(pod, gone, left);
    };
  }

  private static Decision warning(List<String> lines) {
    return new Decision(lines, Optional.empty());
  }

  private static Decision held(Evictions.Request pod, List<Finding> gone, Duration left) {
    String message =
        String.join("; ", WarningText.evictions(pod, gone, ""))
            + ". "
            + advice(gone)
            + " Held for "
            + AgeText.text(left)
            + " more at most: try again.";
    return new Decision(
        List.of(), Optional.of(new Refusal(gone.getFirst().reason(), message, true)));
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
    return String.join("; ", WarningText.lines(subject, findings))
        + ". "
        + advice(findings)
        + hint.map(text -> " " + text).orElse("");
  }

  private static String advice(List<Finding> findings) {
    return findings.stream()
        .map(finding -> finding.reason().advice())
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
