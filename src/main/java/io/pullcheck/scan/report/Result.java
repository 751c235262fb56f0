package io.pullcheck.scan.report;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.Rescue;
import io.pullcheck.scan.source.Source;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a scan has found about one image.
///
/// @param image as written
/// @param registry the host that is asked, after normalisation and mirrors; nothing if the image's
///   name is not valid
/// @param checked nothing if the scan ended before
/// @param rescues how an image that is gone can be had back, the easiest way first
/// @param sources the places that name it, in order; none if only the command line does
public record Result(
    String image,
    Optional<String> registry,
    Optional<CheckedVerdict> checked,
    List<Rescue> rescues,
    List<Source> sources) {

  private static final String UNCHECKED = "unchecked";

  public Result {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(checked, "checked");
    rescues = List.copyOf(rescues);
    sources = List.copyOf(sources);
  }

  private Optional<Verdict> verdict() {
    return checked.map(CheckedVerdict::verdict);
  }

  public Certainty certainty() {
    return switch (verdict().orElse(null)) {
      case null -> Certainty.NOT_VERIFIED;
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
  public String state() {
    return switch (verdict().orElse(null)) {
      case null -> UNCHECKED;
      case Verdict.Available _ -> State.AVAILABLE.word();
      case Verdict.Inconclusive _ -> UNCHECKED;
      case Verdict.Unavailable unavailable -> unavailable.state().word();
    };
  }

  /// Nothing if the image is available, or if the scan ended before it was checked.
  public Optional<Reason> reason() {
    return switch (verdict().orElse(null)) {
      case null -> Optional.empty();
      case Verdict.Available _ -> Optional.empty();
      case Verdict.Inconclusive inconclusive -> Optional.of(inconclusive.reason());
      case Verdict.Unavailable unavailable -> Optional.of(unavailable.reason());
    };
  }

  Optional<String> digest() {
    return verdict().orElse(null) instanceof Verdict.Available available
        ? available.digest()
        : Optional.empty();
  }

  /// What is the matter, completing the sentence "the image …", with our own detail where there is
  /// one; empty if the image is available.
  String summary() {
    if (checked.isEmpty()) {
      return "not checked: the scan ended before";
    }
    String summary = reason().map(Reason::summary).orElse("");
    return verdict().orElse(null) instanceof Verdict.Unavailable unavailable
            && !unavailable.detail().isEmpty()
        ? summary + " (" + unavailable.detail() + ")"
        : summary;
  }

  /// What to do about it; empty if there is nothing to do.
  String advice() {
    return reason().map(Reason::advice).orElse("");
  }

  /// What to do about it, and how the image can be had back.
  String help() {
    return Stream.concat(
            Stream.of(advice()),
            rescues.stream().map(way -> way.text() + " `" + way.command() + "`"))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /// The first place in a file; nothing if there is none.
  Optional<Source> inFile() {
    return sources.stream().filter(source -> !source.file().isEmpty()).findFirst();
  }
}
