package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What is known of one pull, and the rule by which a new verdict changes it.
///
/// @param last the verdict in force; nothing until there is one, and never an inconclusive one
/// @param lastConclusive the last verdict that says something about the image: `last`, unless that
///   says that the registry cannot be reached
/// @param digest of the manifest that a check last found, `sha256:…`, whatever the state is now
/// @param since when the state in force began
/// @param firstDenialAt when a check first said that the image is absent while another state is in
///   force, or when that was last seen, if it is later; the denial comes into force when a check
///   says the same that is not before [#secondLook]
/// @param withheld why the last check learned nothing: the registry asks to be left alone, for
///   example; nothing if it did
/// @param due when the pull is to be checked next; nothing until it was checked
public record PullStatus(
    Optional<CheckedVerdict> last,
    Optional<CheckedVerdict> lastConclusive,
    Optional<String> digest,
    Optional<Instant> since,
    Optional<Instant> firstDenialAt,
    Optional<Reason> withheld,
    Optional<Instant> due) {

  /// From the first check that denies an image to the second look, which must confirm the denial.
  private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

  public static final PullStatus UNCHECKED =
      new PullStatus(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public PullStatus {
    Objects.requireNonNull(lastConclusive, "lastConclusive");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(firstDenialAt, "firstDenialAt");
    Objects.requireNonNull(withheld, "withheld");
    Objects.requireNonNull(due, "due");
    if (last.isPresent() && last.get().verdict() instanceof Verdict.Inconclusive) {
      throw new IllegalArgumentException("an inconclusive verdict is never in force");
    }
  }

  /// The state in force; nothing until there is one.
  public Optional<State> state() {
    return last.map(
        checked ->
            switch (checked.verdict()) {
              case Verdict.Available _ -> State.AVAILABLE;
              case Verdict.Unavailable unavailable -> unavailable.state();
              case Verdict.Inconclusive _ -> throw new AssertionError("refused by the constructor");
            });
  }

  /// The verdict in force, which says since when its state is so.
  public Optional<CheckedVerdict> inForce() {
    return last.map(each -> new CheckedVerdict(each.verdict(), each.at(), since, each.digest()));
  }

  /// Why the image is not available, or why it is still unchecked; nothing if it is available or
  /// waits for its first check.
  public Optional<Reason> reason() {
    return last.isEmpty()
        ? withheld
        : last.map(CheckedVerdict::verdict)
            .filter(Verdict.Unavailable.class::isInstance)
            .map(verdict -> ((Verdict.Unavailable) verdict).reason());
  }

  /// What is known after one more check.
  ///
  /// A registry that is being restarted or restored may deny for a moment an image that it has, and
  /// a false alarm is worse than one that comes a few seconds later. So an image of which another
  /// state is in force becomes absent only after a second look. A check that comes before that, as
  /// one that a notification asks for, may take the denial back and not confirm it.
  public PullStatus after(CheckedVerdict checked) {
    return switch (checked.verdict()) {
      case Verdict.Inconclusive inconclusive ->
          new PullStatus(
              last,
              lastConclusive,
              digest,
              since,
              firstDenialAt,
              Optional.of(inconclusive.reason()),
              due);
      case Verdict.Available available ->
          believing(checked, State.AVAILABLE, available.digest().or(() -> digest));
      case Verdict.Unavailable unavailable ->
          unavailable.state() == State.ABSENT && isFirstDenial(checked.at())
              ? new PullStatus(
                  last,
                  lastConclusive,
                  digest,
                  since,
                  Optional.of(firstDenial(checked.at())),
                  Optional.empty(),
                  due)
              : believing(checked, unavailable.state(), checked.digest().or(() -> digest));
    };
  }

  /// The earliest time of a check that can confirm a denial; nothing if none waits for that.
  public Optional<Instant> secondLook() {
    return firstDenialAt.map(first -> first.plus(SECOND_LOOK));
  }

  /// Whether it knows of a later check than the other.
  boolean isNewerThan(PullStatus other) {
    return lastCheck().isAfter(other.lastCheck());
  }

  private Instant lastCheck() {
    return Stream.concat(last.map(CheckedVerdict::at).stream(), firstDenialAt.stream())
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /// Whether it says that something has happened after `now`, by more than clocks may differ: see
  /// [CheckedVerdict#isAhead].
  public boolean isAhead(Instant now) {
    Instant latest = now.plus(CheckedVerdict.CLOCK_SKEW);
    return last.filter(checked -> checked.isAhead(now)).isPresent()
        || lastConclusive.filter(checked -> checked.isAhead(now)).isPresent()
        || since.filter(latest::isBefore).isPresent()
        || firstDenialAt.filter(latest::isBefore).isPresent();
  }

  /// The same, due at that time at the latest; it stays undue if it is.
  public PullStatus dueBy(Instant latest) {
    return due.filter(latest::isBefore).isPresent() ? dueAt(latest) : this;
  }

  public PullStatus dueAt(Instant at) {
    return new PullStatus(
        last, lastConclusive, digest, since, firstDenialAt, withheld, Optional.of(at));
  }

  private boolean isFirstDenial(Instant at) {
    boolean knownAsOther = state().isPresent() && state().get() != State.ABSENT;
    return knownAsOther && secondLook().map(at::isBefore).orElse(true);
  }

  /// Not before the verdict in force: a denial from before that was already taken back.
  private Instant firstDenial(Instant at) {
    Instant latest = last.map(CheckedVerdict::at).filter(at::isBefore).orElse(at);
    return firstDenialAt.filter(latest::isAfter).orElse(latest);
  }

  private PullStatus believing(CheckedVerdict checked, State now, Optional<String> lastDigest) {
    boolean same = state().equals(Optional.of(now));
    Optional<Instant> began = same ? since : checked.since().or(() -> Optional.of(checked.at()));
    Optional<CheckedVerdict> found = Optional.of(checked);
    return new PullStatus(
        found,
        now == State.REGISTRY_UNAVAILABLE ? lastConclusive : found,
        lastDigest,
        began,
        Optional.empty(),
        Optional.empty(),
        due);
  }
}
