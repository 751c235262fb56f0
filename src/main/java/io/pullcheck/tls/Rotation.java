package io.pullcheck.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The rule by which our CA is replaced, so that at no moment a server shows a certificate that API
/// servers do not trust yet, or do not trust any more. Only the leader applies it. The Secret holds
/// the state, so that it goes on after a restart. Pure.
final class Rotation {

  /// How long the webhook clients of API servers may take to use a new caBundle, with a large
  /// margin.
  static final Duration PUBLICATION_LAG = Duration.ofMinutes(10);

  /// How long a replica may still show a certificate that the previous CA signed.
  static final Duration OVERLAP = CertificateProfile.LEAF_LIFE;

  /// One step of the rotation.
  ///
  /// @param what was done, for the log
  /// @param after the state to write to the Secret
  record Step(String what, CaState after) {}

  private Rotation() {}

  /// The step that is due, if one is.
  ///
  /// @param published whether the webhook configuration, as just read, has the state's bundle as
  ///   caBundle
  static Optional<Step> due(CaState state, boolean published, Instant now) {
    if (state.previous().isPresent()) {
      return state.flippedAt().filter(at -> !at.isAfter(now)).isEmpty()
          ? Optional.of(new Step("marked the flip again", flippedAt(state, now)))
          : dropPrevious(state, state.flippedAt().get(), now);
    }
    if (state.next().filter(next -> !next.expired(now)).isEmpty()) {
      return now.isBefore(state.signer().rotationDue())
          ? Optional.empty()
          : Optional.of(new Step("made the next CA", withNext(state, now)));
    }
    if (!published) {
      return Optional.empty();
    }
    // A time in the future comes from a clock that was wrong, or from somebody's edit.
    if (state.publishedAt().filter(at -> !at.isAfter(now)).isEmpty()) {
      return Optional.of(new Step("published the next CA", publishedAt(state, now)));
    }
    return now.isBefore(state.publishedAt().get().plus(PUBLICATION_LAG))
        ? Optional.empty()
        : Optional.of(new Step("flipped the signer", flipped(state, state.next().get(), now)));
  }

  private static Optional<Step> dropPrevious(CaState state, Instant flippedAt, Instant now) {
    return now.isBefore(flippedAt.plus(OVERLAP))
        ? Optional.empty()
        : Optional.of(
            new Step(
                "dropped the previous CA",
                new CaState(
                    state.signer(),
                    state.next(),
                    state.publishedAt(),
                    Optional.empty(),
                    Optional.empty())));
  }

  private static CaState withNext(CaState state, Instant now) {
    return new CaState(
        state.signer(),
        Optional.of(CertificateAuthority.create(now)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static CaState publishedAt(CaState state, Instant now) {
    return new CaState(
        state.signer(), state.next(), Optional.of(now), Optional.empty(), Optional.empty());
  }

  private static CaState flipped(CaState state, CertificateAuthority next, Instant now) {
    return new CaState(
        next,
        Optional.empty(),
        Optional.empty(),
        Optional.of(state.signer().certificate()),
        Optional.of(now));
  }

  private static CaState flippedAt(CaState state, Instant now) {
    return new CaState(
        state.signer(), state.next(), state.publishedAt(), state.previous(), Optional.of(now));
  }
}
