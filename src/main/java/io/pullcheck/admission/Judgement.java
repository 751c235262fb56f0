package io.pullcheck.admission;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.ContainerImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// The rule that decides what a review says of one image, by what is known of it. No I/O.
final class Judgement {

  private static final String NOT_VERIFIED =
      "not verified: Pullcheck's status page and metrics say why";

  private final String defaultRegistry;
  private final Predicate<String> namedRegistries;
  private final Duration waited;
  private final Instant now;

  /// @param defaultRegistry for names without one
  /// @param namedRegistries hosts that are registries for certain. Of any other host the text does
  ///   not say why it could not be asked: whoever may create a pod could else find out which hosts
  ///   and ports of the cluster's network answer, and how
  /// @param waited how long the review waited for its checks, at most
  Judgement(
      String defaultRegistry, Predicate<String> namedRegistries, Duration waited, Instant now) {
    this.defaultRegistry = defaultRegistry;
    this.namedRegistries = namedRegistries;
    this.waited = waited;
    this.now = now;
  }

  /// The finding, or nothing if the image is available.
  ///
  /// @param before what its registry said last
  /// @param checked nothing if the check is still under way
  Optional<Finding> of(
      ContainerImage image, Optional<CheckedVerdict> before, Optional<CheckedVerdict> checked) {
    if (checked.isEmpty()) {
      String text = "not verified: the registry did not answer within " + AgeText.text(waited);
      return Optional.of(unreachable(image, before, Reason.TIMEOUT, why(image, text)));
    }
    return switch (checked.get().verdict()) {
      case Verdict.Available _ -> Optional.empty();
      case Verdict.Unavailable unavailable when unavailable.unreachable() ->
          Optional.of(
              unreachable(
                  image, before, unavailable.reason(), why(image, unavailable.reason().summary())));
      case Verdict.Unavailable unavailable ->
          Optional.of(
              new Finding(
                  image,
                  unavailable.reason(),
                  summary(image, unavailable),
                  unavailable.definite()));
      case Verdict.Inconclusive kept -> kept(image, before, kept.reason());
    };
  }

  /// The finding when the registry cannot be reached now: its last verdict serves, with its age in
  /// the text. An image that was available is reported too, because nodes may not reach the
  /// registry either.
  private Finding unreachable(
      ContainerImage image, Optional<CheckedVerdict> before, Reason reason, String text) {
    return before
        .flatMap(last -> stale(image, last))
        .orElseGet(
            () ->
                new Finding(
                    image, reason, text + before.map(this::availableOnce).orElse(""), false));
  }

  /// The finding when the registry answered that it is too busy: its last verdict stays in force.
  private Optional<Finding> kept(
      ContainerImage image, Optional<CheckedVerdict> before, Reason reason) {
    if (before.isPresent() && before.get().verdict() instanceof Verdict.Available) {
      return Optional.empty();
    }
    return before
        .flatMap(last -> stale(image, last))
        .or(() -> Optional.of(new Finding(image, reason, why(image, reason.summary()), false)));
  }

  /// An older verdict that says more than that the registry could not be reached.
  private Optional<Finding> stale(ContainerImage image, CheckedVerdict last) {
    if (last.verdict() instanceof Verdict.Unavailable unavailable && !unavailable.unreachable()) {
      String text =
          summary(image, unavailable)
              + " (as of "
              + age(last)
              + " ago; the registry cannot be asked now)";
      return Optional.of(new Finding(image, unavailable.reason(), text, false));
    }
    return Optional.empty();
  }

  private String availableOnce(CheckedVerdict last) {
    return last.verdict() instanceof Verdict.Available ? " (available " + age(last) + " ago)" : "";
  }

  private String age(CheckedVerdict last) {
    return AgeText.text(Duration.between(last.at(), now));
  }

  /// Why an image is not verified, where that may be told.
  private String why(ContainerImage image, String text) {
    boolean named =
        ImageReference.parse(image.image(), defaultRegistry)
            .filter(reference -> namedRegistries.test(reference.host()))
            .isPresent();
    return named ? text : NOT_VERIFIED;
  }

  private String summary(ContainerImage image, Verdict.Unavailable unavailable) {
    String summary =
        unavailable.state() == State.UNKNOWN_ERROR
            ? why(image, unavailable.reason().summary())
            : unavailable.reason().summary();
    return unavailable.reason() == Reason.PRIVATE_OR_ABSENT
        ? ImageReference.parse(image.image(), defaultRegistry)
            .map(reference -> summary + " " + reference.host())
            .orElse(summary)
        : summary;
  }
}
