package io.pullcheck.web;

import java.util.List;

/// Whether this replica can do its work.
public sealed interface Readiness {

  /// It can.
  record Ready() implements Readiness {}

  /// It cannot.
  ///
  /// @param reasons why not, a short line each: `informers have not synced`
  record NotReady(List<String> reasons) implements Readiness {
    public NotReady {
      reasons = List.copyOf(reasons);
    }
  }
}
