package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.PlatformSelector;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A pull and what is known of it: a line of `/api/v1/verdicts`.
///
/// @param namespace that of the pull secrets
/// @param lastConclusive nothing if it is the last one
public record VerdictLine(
    String image,
    String namespace,
    List<String> pullSecrets,
    String serviceAccount,
    Set<String> os,
    Set<String> architectures,
    Found last,
    Optional<Found> lastConclusive,
    Optional<Instant> since,
    Optional<Instant> firstDenialAt,
    Optional<Instant> due) {

  // A line is another process's word: what it lacks must not come up later.
  public VerdictLine {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(namespace, "namespace");
    pullSecrets = List.copyOf(pullSecrets);
    Objects.requireNonNull(serviceAccount, "serviceAccount");
    os = Set.copyOf(os);
    architectures = Set.copyOf(architectures);
    Objects.requireNonNull(last, "last");
  }

  /// Nothing for a pull that was not checked yet.
  public static Optional<VerdictLine> of(Pull pull, PullStatus status) {
    return status.last().map(last -> of(pull, status, last));
  }

  private static VerdictLine of(Pull pull, PullStatus status, CheckedVerdict last) {
    return new VerdictLine(
        pull.image(),
        pull.secrets().namespace(),
        pull.secrets().names(),
        pull.secrets().serviceAccount(),
        pull.platforms().os(),
        pull.platforms().architectures(),
        Found.of(last),
        status
            .lastConclusive()
            .filter(lastConclusive -> !lastConclusive.equals(last))
            .map(Found::of),
        status.since(),
        status.firstDenialAt(),
        status.due());
  }

  public Pull pull() {
    return new Pull(
        image,
        new PullSecrets(namespace, pullSecrets, serviceAccount),
        new PlatformSelector(os, architectures));
  }

  /// Nothing if it has words that this version does not know.
  public Optional<PullStatus> status() {
    return last.verdict()
        .map(
            known -> {
              Optional<CheckedVerdict> before = lastConclusive.flatMap(Found::verdict);
              boolean unreachable =
                  known.verdict() instanceof Verdict.Unavailable is && is.unreachable();
              return new PullStatus(
                  Optional.of(known),
                  unreachable ? before : Optional.of(known),
                  since,
                  firstDenialAt,
                  due);
            });
  }

  /// What a check has found.
  ///
  /// @param state a word of [State]
  /// @param reason a word of [Reason]; nothing if the image is available
  record Found(
      String state,
      Optional<String> reason,
      Optional<String> detail,
      Optional<String> digest,
      Instant at) {

    Found {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(at, "at");
    }

    public static Found of(CheckedVerdict checked) {
      return switch (checked.verdict()) {
        case Verdict.Available available ->
            new Found(
                State.AVAILABLE.word(),
                Optional.empty(),
                Optional.empty(),
                available.digest(),
                checked.at());
        case Verdict.Unavailable unavailable ->
            new Found(
                unavailable.state().word(),
                Optional.of(unavailable.reason().word()),
                Optional.of(unavailable.detail()),
                Optional.empty(),
                checked.at());
        case Verdict.Inconclusive _ -> throw new IllegalArgumentException("a kept verdict is none");
      };
    }

    Optional<CheckedVerdict> verdict() {
      Optional<Verdict> verdict =
          state.equals(State.AVAILABLE.word())
              ? Optional.of(new Verdict.Available(digest))
              : unavailable();
      return verdict.map(each -> new CheckedVerdict(each, at));
    }

    private Optional<Verdict> unavailable() {
      Optional<State> known =
          Arrays.stream(State.values()).filter(each -> each.word().equals(state)).findFirst();
      Optional<Reason> why =
          Arrays.stream(Reason.values())
              .filter(each -> reason.filter(each.word()::equals).isPresent())
              .findFirst();
      return known.flatMap(
          is -> why.map(each -> new Verdict.Unavailable(is, each, detail.orElse(""))));
    }
  }
}
