package io.pullcheck.scan;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import java.util.Objects;
import java.util.Optional;

/// What came of one target.
///
/// @param registry the host that the image names, after normalisation; empty if it names none
public record Result(Target target, Optional<String> registry, CheckedVerdict checked) {

  public Result {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(checked, "checked");
  }

  /// How much a verdict says, in the terms of the exit status.
  enum Certainty {
    AVAILABLE,
    /// Nothing is known: the registry could not be asked, or its answer says nothing about the
    /// image.
    NOT_VERIFIED,
    /// A pull would fail.
    UNAVAILABLE
  }

  Certainty certainty() {
    return switch (checked.verdict()) {
      case Verdict.Available _ -> Certainty.AVAILABLE;
      case Verdict.Inconclusive _ -> Certainty.NOT_VERIFIED;
      case Verdict.Unavailable unavailable ->
          unavailable.state() == State.REGISTRY_UNAVAILABLE
                  || unavailable.state() == State.UNKNOWN_ERROR
              ? Certainty.NOT_VERIFIED
              : Certainty.UNAVAILABLE;
    };
  }

  /// One of the seven states, or `unchecked`.
  String state() {
    return switch (checked.verdict()) {
      case Verdict.Available _ -> State.AVAILABLE.word();
      case Verdict.Inconclusive _ -> "unchecked";
      case Verdict.Unavailable unavailable -> unavailable.state().word();
    };
  }

  /// A word of the vocabulary; empty if the image is available.
  Optional<String> reason() {
    return switch (checked.verdict()) {
      case Verdict.Available _ -> Optional.empty();
      case Verdict.Inconclusive kept -> Optional.of(kept.reason().word());
      case Verdict.Unavailable unavailable -> Optional.of(unavailable.reason().word());
    };
  }

  Optional<String> digest() {
    return checked.verdict() instanceof Verdict.Available available
        ? available.digest()
        : Optional.empty();
  }
}
