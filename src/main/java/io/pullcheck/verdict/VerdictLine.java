package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.NodePlacement;
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

/// A pull and what is known of it: one line of the stream by which the other replicas copy the
/// leader's verdicts.
///
/// `GET /api/v1/verdicts?after=<mark>` answers with what has changed since the answer that carried
/// this mark (without a mark, with everything that is known), one JSON object a line.
///
/// @param namespace of the pull secrets
/// @param placement nothing if the workload may run anywhere
/// @param mounted true for an image volume, else nothing
/// @param last the verdict in force; nothing until there is one
/// @param lastConclusive the last verdict that says something about the image; nothing if that is
///   `last`
/// @param digest as in [PullStatus]; nothing if that is the digest of `last`
/// @param since when the state began
/// @param firstDenialAt as in [PullStatus]
/// @param withheld the word of a [Reason], as in [PullStatus]
/// @param due when the leader checks the pull next
public record VerdictLine(
    String image,
    String namespace,
    List<String> pullSecrets,
    String serviceAccount,
    Optional<NodePlacement> placement,
    Optional<Boolean> mounted,
    Optional<Found> last,
    Optional<Found> lastConclusive,
    Optional<String> digest,
    Optional<Instant> since,
    Optional<Instant> firstDenialAt,
    Optional<String> withheld,
    Optional<Instant> due) {

  /// Path on the TLS endpoint, for replicas alone.
  public static final String PATH = "/api/v1/verdicts";

  /// The query parameter that carries the mark of an earlier answer.
  public static final String AFTER = "after";

  /// The header that carries an answer's mark. A mark that another process gave is not understood:
  /// the answer is then everything.
  public static final String MARK_HEADER = "Pullcheck-Mark";

  // A line comes from another process: what it lacks is refused here, not when it is used.
  public VerdictLine {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(namespace, "namespace");
    pullSecrets = List.copyOf(pullSecrets);
    Objects.requireNonNull(serviceAccount, "serviceAccount");
    Objects.requireNonNull(last, "last");
  }

  /// The line for a pull; nothing if nothing is known of it.
  public static Optional<VerdictLine> of(Pull pull, PullStatus status) {
    return status.last().isPresent() || status.withheld().isPresent()
        ? Optional.of(line(pull, status))
        : Optional.empty();
  }

  private static VerdictLine line(Pull pull, PullStatus status) {
    Optional<Found> found = status.last().map(Found::of);
    return new VerdictLine(
        pull.image(),
        pull.secrets().namespace(),
        pull.secrets().names(),
        pull.secrets().serviceAccount(),
        Optional.of(pull.placement()).filter(each -> !each.equals(NodePlacement.ANYWHERE)),
        Optional.of(pull.mounted()).filter(each -> each),
        found,
        status
            .lastConclusive()
            .filter(lastConclusive -> !status.last().equals(Optional.of(lastConclusive)))
            .map(Found::of),
        status.digest().filter(digest -> !found.flatMap(Found::digest).equals(Optional.of(digest))),
        status.since(),
        status.firstDenialAt(),
        status.withheld().map(Reason::word),
        status.due());
  }

  public Pull pull() {
    return new Pull(
        image,
        new PullSecrets(namespace, pullSecrets, serviceAccount),
        placement.orElse(NodePlacement.ANYWHERE),
        mounted.orElse(false));
  }

  /// What is known of the pull; nothing if the line has words that this version does not know.
  public Optional<PullStatus> status() {
    Optional<CheckedVerdict> known = last.flatMap(Found::verdict);
    if (last.isPresent() && known.isEmpty()) {
      return Optional.empty();
    }
    boolean unreachable =
        known.map(CheckedVerdict::verdict).orElse(null) instanceof Verdict.Unavailable is
            && is.unreachable();
    return Optional.of(
        new PullStatus(
            known,
            unreachable ? lastConclusive.flatMap(Found::verdict) : known,
            digest.or(() -> last.flatMap(Found::digest)).filter(ContentDigest::isDigest),
            since,
            firstDenialAt,
            withheld.flatMap(VerdictLine::reason),
            due));
  }

  private static Optional<Reason> reason(String word) {
    return Arrays.stream(Reason.values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /// A verdict in the words of the stream.
  ///
  /// @param state the word of a [State]
  /// @param reason the word of a [Reason]; nothing if the image is available
  /// @param detail nothing if the image is available
  /// @param digest of the manifest: the one that is there, or of an absent tag the one that could
  ///   be tagged again
  /// @param at when the check ended
  record Found(
      String state,
      Optional<String> reason,
      Optional<String> detail,
      Optional<String> digest,
      Optional<String> recoverable,
      Instant at) {

    Found {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(at, "at");
    }

    static Found of(CheckedVerdict checked) {
      return switch (checked.verdict()) {
        case Verdict.Available available ->
            new Found(
                State.AVAILABLE.word(),
                Optional.empty(),
                Optional.empty(),
                available.digest(),
                Optional.empty(),
                checked.at());
        case Verdict.Unavailable unavailable ->
            new Found(
                unavailable.state().word(),
                Optional.of(unavailable.reason().word()),
                Optional.of(unavailable.detail()),
                Optional.empty(),
                unavailable.recoverable().map(ImageReference::toString),
                checked.at());
        case Verdict.Inconclusive _ ->
            throw new IllegalArgumentException("an inconclusive verdict is never in force");
      };
    }

    Optional<CheckedVerdict> verdict() {
      Optional<Verdict> verdict =
          state.equals(State.AVAILABLE.word())
              ? Optional.of(new Verdict.Available(digest))
              : unavailable();
      return verdict.map(each -> new CheckedVerdict(each, at));
    }

    private static Optional<ImageReference> manifest(String written) {
      return ImageReference.parse(written, ImageReference.DOCKER_HUB)
          .filter(manifest -> manifest.digest().isPresent());
    }

    private Optional<Verdict> unavailable() {
      Optional<State> known =
          Arrays.stream(State.values()).filter(each -> each.word().equals(state)).findFirst();
      Optional<Reason> why = reason.flatMap(VerdictLine::reason);
      return known.flatMap(
          is ->
              why.map(
                  each ->
                      new Verdict.Unavailable(
                          is,
                          each,
                          detail.orElse(""),
                          recoverable.filter(_ -> is == State.ABSENT).flatMap(Found::manifest))));
    }
  }
}
