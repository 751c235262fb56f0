package io.pullcheck.model;

import java.time.Instant;
import java.util.Objects;

/// A verdict and when it was true.
public record CheckedVerdict(Verdict verdict, Instant at) {

  public CheckedVerdict {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(at, "at");
  }
}
