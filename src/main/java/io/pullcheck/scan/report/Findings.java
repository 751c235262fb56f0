package io.pullcheck.scan.report;

import io.pullcheck.scan.source.Problem;
import java.util.Comparator;
import java.util.List;

/// All that a scan has found.
///
/// @param results one for each image, or for each answer where the places that name an image get
///   different ones, in the order in which the images were named
/// @param problems what of the input could not be read
public record Findings(List<Result> results, List<Problem> problems) {

  private static final int UNREADABLE_INPUT = 2;

  public Findings {
    results = List.copyOf(results);
    problems = List.copyOf(problems);
  }

  /// How many images are so certain.
  public long count(Certainty certainty) {
    return results.stream().filter(result -> result.certainty() == certainty).count();
  }

  /// The results that are so certain, in their order.
  List<Result> of(Certainty certainty) {
    return results.stream().filter(result -> result.certainty() == certainty).toList();
  }

  /// The exit status of `pullcheck scan`: 0 all available, 1 something is unavailable, 2 something
  /// of the input could not be read, 3 nothing is unavailable but something could not be verified.
  public int exitStatus() {
    if (!problems.isEmpty()) {
      return UNREADABLE_INPUT;
    }
    return switch (results.stream()
        .map(Result::certainty)
        .max(Comparator.naturalOrder())
        .orElse(Certainty.AVAILABLE)) {
      case AVAILABLE -> 0;
      case NOT_VERIFIED -> 3;
      case UNAVAILABLE -> 1;
    };
  }
}
