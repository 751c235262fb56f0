package io.pullcheck.scan;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import java.util.Objects;
import java.util.Optional;

/// What a scan has found about one pull.
///
/// @param registry the host that is asked, after normalisation and mirrors; nothing if the image's
///   name is not valid
public record Result(Pull pull, Optional<String> registry, CheckedVerdict checked) {

  public Result {
    Objects.requireNonNull(pull, "pull");
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(checked, "checked");
  }

  /// What a verdict means to the exit status; the worse comes later.
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

  /// The word of a [State], or `unchecked`.
  String state() {
    return switch (checked.verdict()) {
      case Verdict.Available _ -> State.AVAILABLE.word();
      case Verdict.Inconclusive _ -> "unchecked";
      case Verdict.Unavailable unavailable -> unavailable.state().word();
    };
  }

  /// The word of a [io.pullcheck.model.Reason]; nothing if the image is available.
  Optional<String> reason() {
    return switch (checked.verdict()) {
      case Verdict.Available _ -> Optional.empty();
      case Verdict.Inconclusive inconclusive -> Optional.of(inconclusive.reason().word());
      case Verdict.Unavailable unavailable -> Optional.of(unavailable.reason().word());
    };
  }

  Optional<String> digest() {
    return checked.verdict() instanceof Verdict.Available available
        ? available.digest()
        : Optional.empty();
  }
}
