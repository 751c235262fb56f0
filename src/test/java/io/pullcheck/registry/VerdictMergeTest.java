package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class VerdictMergeTest {

  private static final Verdict FOUND = new Verdict.Available(Optional.empty());
  private static final NextStep OK = new NextStep.Final(FOUND);
  private static final NextStep ABSENT = last(Reason.MANIFEST_UNKNOWN);
  private static final NextStep DENIED = refused(Reason.DENIED_OR_ABSENT);
  private static final NextStep REJECTED = refused(Reason.REJECTED);
  private static final NextStep LIMITED =
      new NextStep.Final(new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(1)));

  static Stream<Arguments> tries() {
    return Stream.of(
        Arguments.of(List.of(OK, REJECTED), FOUND, 1),
        Arguments.of(List.of(REJECTED, OK), FOUND, 2),
        Arguments.of(List.of(DENIED, OK), FOUND, 2),
        Arguments.of(List.of(ABSENT, OK), FOUND, 2),
        Arguments.of(List.of(REJECTED, REJECTED), unavailable(Reason.REJECTED), 2),
        Arguments.of(List.of(REJECTED, DENIED), unavailable(Reason.DENIED_OR_ABSENT), 2),
        Arguments.of(List.of(DENIED, REJECTED), unavailable(Reason.DENIED_OR_ABSENT), 2),
        Arguments.of(List.of(ABSENT, DENIED, REJECTED), unavailable(Reason.MANIFEST_UNKNOWN), 3),
        Arguments.of(List.of(REJECTED, DENIED, ABSENT), unavailable(Reason.MANIFEST_UNKNOWN), 3),
        Arguments.of(List.of(last(Reason.SERVER_ERROR), OK), FOUND, 2),
        Arguments.of(
            List.of(last(Reason.SERVER_ERROR), REJECTED), unavailable(Reason.SERVER_ERROR), 2),
        Arguments.of(List.of(last(Reason.CONNECT), OK), unavailable(Reason.CONNECT), 1),
        Arguments.of(List.of(REJECTED, last(Reason.TIMEOUT)), unavailable(Reason.TIMEOUT), 2),
        Arguments.of(
            List.of(LIMITED, REJECTED),
            new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(1)),
            2),
        Arguments.of(List.of(LIMITED, OK), FOUND, 2));
  }

  @ParameterizedTest
  @MethodSource("tries")
  void oneAfterTheOther(List<NextStep.End> rulings, Verdict verdict, int asked) {
    Iterator<NextStep.End> answers = rulings.iterator();
    List<Optional<Credential>> shown = new ArrayList<>();
    List<Optional<Credential>> inOrder =
        Stream.iterate(0, i -> i + 1)
            .limit(rulings.size())
            .map(i -> Optional.of(Credential.password("user" + i, "secret")))
            .toList();

    assertThat(
            VerdictMerge.firstThatWorks(
                inOrder,
                credential -> {
                  shown.add(credential);
                  return answers.next();
                }))
        .isEqualTo(verdict);
    assertThat(shown).isEqualTo(inOrder.subList(0, asked));
  }

  @Test
  void theOriginDecidesWhateverMirrorsSay() {
    for (Reason reason : List.of(Reason.MANIFEST_UNKNOWN, Reason.REJECTED, Reason.SERVER_ERROR)) {
      assertThat(
              VerdictMerge.mostTelling(
                  unavailable(reason), List.of(unavailable(Reason.DENIED_OR_ABSENT))))
          .isEqualTo(unavailable(reason));
    }
  }

  @Test
  void whereTheOriginIsSilentAMirrorsErrorTellsMoreUnlessItIsThatItHasNotTheImage() {
    List<Verdict> mirrors =
        List.of(
            unavailable(Reason.CONNECT),
            unavailable(Reason.MANIFEST_UNKNOWN),
            unavailable(Reason.SERVER_ERROR));

    for (Reason silent : List.of(Reason.DNS, Reason.CONNECT, Reason.TIMEOUT, Reason.TLS)) {
      assertThat(VerdictMerge.mostTelling(unavailable(silent), mirrors))
          .isEqualTo(unavailable(Reason.SERVER_ERROR));
      assertThat(VerdictMerge.mostTelling(unavailable(silent), mirrors.subList(0, 2)))
          .isEqualTo(unavailable(silent));
    }
  }

  private static Verdict unavailable(Reason reason) {
    return Unavailable.of(reason);
  }

  private static NextStep last(Reason reason) {
    return new NextStep.Final(Unavailable.of(reason));
  }

  private static NextStep refused(Reason reason) {
    return new NextStep.Refused(Unavailable.of(reason));
  }
}
