package io.pullcheck.web;

import io.pullcheck.image.CheckedVerdict;
import io.pullcheck.image.PlatformSelector;
import io.pullcheck.image.Pull;
import io.pullcheck.image.PullSecrets;
import io.pullcheck.image.Reason;
import io.pullcheck.image.State;
import io.pullcheck.image.Verdict;
import io.pullcheck.inventory.PullStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A pull and what is known of it: a line of `/api/v1/verdicts`.
///
/// @param namespace that of the pull secrets
/// @param state a word of [State]
/// @param reason a word of [Reason]; nothing if the image is available
/// @param checked when that was found
record VerdictLine(
    String image,
    String namespace,
    List<String> pullSecrets,
    String serviceAccount,
    Set<String> os,
    Set<String> architectures,
    String state,
    Optional<String> reason,
    Optional<String> detail,
    Optional<String> digest,
    Instant checked,
    Optional<Instant> since,
    Optional<Instant> due) {

  /// Nothing for a pull that was not checked yet.
  static Optional<VerdictLine> of(Pull pull, PullStatus status) {
    return status.last().map(last -> of(pull, status, last));
  }

  private static VerdictLine of(Pull pull, PullStatus status, CheckedVerdict last) {
    Optional<Verdict.Unavailable> unavailable =
        last.verdict() instanceof Verdict.Unavailable is ? Optional.of(is) : Optional.empty();
    Optional<String> digest =
        last.verdict() instanceof Verdict.Available is ? is.digest() : Optional.empty();
    return new VerdictLine(
        pull.image(),
        pull.secrets().namespace(),
        pull.secrets().names(),
        pull.secrets().serviceAccount(),
        pull.platforms().os(),
        pull.platforms().architectures(),
        status.state().orElseThrow().word(),
        unavailable.map(each -> each.reason().word()),
        unavailable.map(Verdict.Unavailable::detail),
        digest,
        last.at(),
        status.since(),
        status.due());
  }

  Pull pull() {
    return new Pull(
        image,
        new PullSecrets(namespace, pullSecrets, serviceAccount),
        new PlatformSelector(os, architectures));
  }

  /// Nothing if it has words that this version does not know.
  Optional<PullStatus> status() {
    Optional<Verdict> verdict =
        state.equals(State.AVAILABLE.word())
            ? Optional.of(new Verdict.Available(digest))
            : unavailable();
    return verdict.map(
        each ->
            new PullStatus(
                Optional.of(new CheckedVerdict(each, checked)), since, Optional.empty(), due));
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
