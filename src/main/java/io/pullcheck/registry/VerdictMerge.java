package io.pullcheck.registry;

import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How several answers for one image become one verdict.
final class VerdictMerge {

  private VerdictMerge() {}

  /// Tries one credential after the other, as the kubelet does after any failure; only a registry
  /// that does not answer is not asked again. The first that finds the manifest wins. If none does,
  /// the verdict is absent if any was told so, else that nothing was learned, else what is wrong
  /// with the registry, else authorization failure, else authentication failure.
  static Verdict firstThatWorks(
      List<Optional<Credential>> inOrder, Function<Optional<Credential>, NextStep.End> attempt) {
    List<Verdict> failures = new ArrayList<>();
    for (Optional<Credential> credential : inOrder) {
      Verdict verdict =
          switch (attempt.apply(credential)) {
            case NextStep.Final last -> last.verdict();
            case NextStep.Refused refused -> refused.verdict();
            case NextStep.Unclear unclear -> unclear.otherwise();
          };
      if (verdict instanceof Verdict.Available || isSilence(verdict)) {
        return verdict;
      }
      failures.add(verdict);
    }
    return failures.stream()
        .min(Comparator.comparingInt(VerdictMerge::importance))
        .orElseGet(() -> Unavailable.of(Reason.UNEXPECTED_RESPONSE));
  }

  private static int importance(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Available _ -> 0;
      case Unavailable unavailable when isAbsent(unavailable) -> 1;
      case Verdict.Inconclusive _ -> 2;
      case Unavailable unavailable ->
          switch (unavailable.state()) {
            case AUTHENTICATION_FAILURE -> 5;
            case AUTHORIZATION_FAILURE -> 4;
            default -> 3;
          };
    };
  }

  /// The origin's answer is the verdict. If the origin gave none, a mirror's error other than 404
  /// is more telling than the silence.
  static Verdict mostTelling(Verdict origin, List<Verdict> fromMirrors) {
    return isSilence(origin)
        ? fromMirrors.stream().filter(VerdictMerge::isTelling).findFirst().orElse(origin)
        : origin;
  }

  /// Does it say that there was no answer?
  static boolean isSilence(Verdict verdict) {
    return verdict instanceof Unavailable unavailable
        && switch (unavailable.reason()) {
          case DNS, CONNECT, TIMEOUT, TLS -> true;
          default -> false;
        };
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
        && !isSilence(verdict);
  }

  private static boolean isAbsent(Verdict verdict) {
    return verdict instanceof Unavailable unavailable && unavailable.state() == State.ABSENT;
  }
}
