package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// What is known of one pull, and the rule by which a new verdict changes it.
///
/// @param last the verdict in force; nothing until there is one, and never a kept one
/// @param lastConclusive the last verdict that says something about the image, and so the one in
///   force unless the registry cannot be asked now
/// @param since when its state began to hold
/// @param firstDenialAt when a check said absent of an image that was known as something else; it
///   is believed when a later check says so again
/// @param due when it is to be checked next; nothing until it was checked
public record PullStatus(
    Optional<CheckedVerdict> last,
    Optional<CheckedVerdict> lastConclusive,
    Optional<Instant> since,
    Optional<Instant> firstDenialAt,
    Optional<Instant> due) {

  public static final PullStatus UNCHECKED =
      new PullStatus(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public PullStatus {
    Objects.requireNonNull(lastConclusive, "lastConclusive");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(firstDenialAt, "firstDenialAt");
    Objects.requireNonNull(due, "due");
    if (last.isPresent() && last.get().verdict() instanceof Verdict.Inconclusive) {
      throw new IllegalArgumentException("a kept verdict is never in force");
    }
  }

  public Optional<State> state() {
    return last.map(
        checked ->
            switch (checked.verdict()) {
              case Verdict.Available _ -> State.AVAILABLE;
              case Verdict.Unavailable unavailable -> unavailable.state();
              case Verdict.Inconclusive _ -> throw new AssertionError("refused by the constructor");
            });
  }

  /// Why it is not available; nothing if it is, or if that is not known.
  public Optional<Reason> reason() {
    return last.map(CheckedVerdict::verdict)
        .filter(Verdict.Unavailable.class::isInstance)
        .map(verdict -> ((Verdict.Unavailable) verdict).reason());
  }

  /// What is known after one more check.
  ///
  /// A false alarm costs more than a few seconds: a registry that is being restarted or restored
  /// may deny for a moment what it has. So an image that turns absent is looked at twice.
  public PullStatus after(CheckedVerdict checked) {
    return switch (checked.verdict()) {
      case Verdict.Inconclusive _ -> this;
      case Verdict.Available _ -> believing(checked, State.AVAILABLE);
      case Verdict.Unavailable unavailable ->
          unavailable.state() == State.ABSENT && isFirstDenial(checked.at())
              ? new PullStatus(last, lastConclusive, since, Optional.of(checked.at()), due)
              : believing(checked, unavailable.state());
    };
  }

  /// Does it know of a check that the other does not?
  boolean isNewerThan(PullStatus other) {
    return seen().isAfter(other.seen());
  }

  private Instant seen() {
    return firstDenialAt.or(() -> last.map(CheckedVerdict::at)).orElse(Instant.MIN);
  }

  public PullStatus dueAt(Instant at) {
    return new PullStatus(last, lastConclusive, since, firstDenialAt, Optional.of(at));
  }

  private boolean isFirstDenial(Instant at) {
    boolean knownAsOther = state().isPresent() && state().get() != State.ABSENT;
    return knownAsOther && (firstDenialAt.isEmpty() || !at.isAfter(firstDenialAt.get()));
  }

  private PullStatus believing(CheckedVerdict checked, State now) {
    boolean same = state().equals(Optional.of(now));
    Optional<Instant> began = same ? since : Optional.of(checked.at());
    Optional<CheckedVerdict> found = Optional.of(checked);
    return new PullStatus(
        found,
        now == State.REGISTRY_UNAVAILABLE ? lastConclusive : found,
        began,
        Optional.empty(),
        due);
  }
}
