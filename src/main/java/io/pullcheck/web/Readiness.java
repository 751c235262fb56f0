package io.pullcheck.web;

import java.util.List;

/// The answer to a readiness probe.
public sealed interface Readiness {

  /// This replica can answer reviews.
  record Ready() implements Readiness {}

  /// This replica must get no reviews.
  ///
  /// @param reasons why not, a short line each: `informers have not synced`
  record NotReady(List<String> reasons) implements Readiness {
    public NotReady {
      reasons = List.copyOf(reasons);
    }
  }
}
