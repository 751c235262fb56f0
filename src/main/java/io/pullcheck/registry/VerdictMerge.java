package io.pullcheck.registry;

import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How several answers for one image become one verdict.
final class VerdictMerge {

  private VerdictMerge() {}

  /// Tries one credential after the other. The first that finds the manifest wins, and a failure
  /// that is not about the credential is the verdict. If all are refused, the verdict is absent if
  /// any was told so, else authorization failure, else authentication failure.
  static Verdict firstThatWorks(
      List<Optional<Credential>> inOrder, Function<Optional<Credential>, NextStep.End> attempt) {
    List<Unavailable> refusals = new ArrayList<>();
    for (Optional<Credential> credential : inOrder) {
      switch (attempt.apply(credential)) {
        case NextStep.Final last when isAbsent(last.verdict()) ->
            refusals.add((Unavailable) last.verdict());
        case NextStep.Final last -> {
          return last.verdict();
        }
        case NextStep.Refused refused -> refusals.add(refused.verdict());
      }
    }
    return of(refusals, State.ABSENT)
        .or(() -> of(refusals, State.AUTHORIZATION_FAILURE))
        .or(() -> of(refusals, State.AUTHENTICATION_FAILURE))
        .orElseGet(() -> Unavailable.of(Reason.UNEXPECTED_RESPONSE));
  }

  /// The origin's answer is the verdict. If the origin gave none, a mirror's error other than 404
  /// is more telling than the silence.
  static Verdict mostTelling(Verdict origin, List<Verdict> fromMirrors) {
    boolean silent =
        origin instanceof Unavailable unavailable
            && switch (unavailable.reason()) {
              case DNS, CONNECT, TIMEOUT, TLS -> true;
              default -> false;
            };
    return silent
        ? fromMirrors.stream().filter(VerdictMerge::isTelling).findFirst().orElse(origin)
        : origin;
  }

  /// The verdict where the registry itself is not asked: as containerd chooses among the errors of
  /// several hosts, an answer tells more than a 404, and that more than silence. Nobody to ask is
  /// not found.
  static Verdict ofMirrors(List<Verdict> fromMirrors) {
    return fromMirrors.stream()
        .filter(VerdictMerge::isTelling)
        .findFirst()
        .or(() -> fromMirrors.stream().filter(VerdictMerge::isAbsent).findFirst())
        .or(() -> fromMirrors.stream().findFirst())
        .orElseGet(() -> Unavailable.of(Reason.MANIFEST_UNKNOWN));
  }

  private static boolean isTelling(Verdict verdict) {
    return verdict instanceof Unavailable unavailable
        && !isAbsent(unavailable)
        && switch (unavailable.reason()) {
          case DNS, CONNECT, TIMEOUT, TLS -> false;
          default -> true;
        };
  }

  private static boolean isAbsent(Verdict verdict) {
    return verdict instanceof Unavailable unavailable && unavailable.state() == State.ABSENT;
  }

  private static Optional<Unavailable> of(List<Unavailable> refusals, State state) {
    return refusals.stream().filter(each -> each.state() == state).findFirst();
  }
}
