package io.pullcheck.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.ContainerImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JudgementTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Verdict THERE = new Verdict.Available(Optional.empty());
  private static final Verdict GONE = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Verdict DOWN = Verdict.Unavailable.of(Reason.CONNECT);
  private static final Verdict MALFORMED = Verdict.Unavailable.of(Reason.INVALID_REFERENCE);
  private static final Verdict PRIVATE = Verdict.Unavailable.of(Reason.PRIVATE_OR_ABSENT);
  private static final Verdict PAUSED =
      new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(30));
  private static final String NO_ANSWER = "not verified: the registry did not answer within 2s";
  private static final String UNTOLD = "not verified: Pullcheck's status page and metrics say why";
  private static final String NO_CONNECTION = "not verified: the registry cannot be connected to";

  private static final String NOT_OURS = "not found, or private and no pull secret matches reg.io";
  private static final String STALE = "not found (as of 4m ago; the registry cannot be asked now)";
  private static final String LIMITED = "not verified: the registry limits the rate of requests";

  private final Judgement judgement = judgement(_ -> true);

  private static Judgement judgement(Predicate<String> named) {
    return new Judgement("docker.io", named, Duration.ofSeconds(2), NOW);
  }

  /// What was known, what the check found, what is said, and whether deny mode may refuse.
  record Row(
      Optional<Verdict> before, Optional<Verdict> found, Optional<String> said, boolean definite) {}

  static Stream<Row> whenTheRegistryAnswers() {
    return Stream.of(
        new Row(none(), some(THERE), none(), false),
        new Row(some(GONE), some(THERE), none(), false),
        new Row(none(), some(GONE), some("not found"), true),
        new Row(some(THERE), some(GONE), some("not found"), true),
        new Row(none(), some(MALFORMED), some("not a valid image reference"), true),
        new Row(none(), some(PRIVATE), some(NOT_OURS), false));
  }

  static Stream<Row> whenItCannotBeReached() {
    return Stream.of(
        new Row(none(), some(DOWN), some(NO_CONNECTION), false),
        new Row(some(DOWN), some(DOWN), some(NO_CONNECTION), false),
        new Row(some(THERE), some(DOWN), some(NO_CONNECTION + " (available 4m ago)"), false),
        new Row(some(GONE), some(DOWN), some(STALE), false),
        new Row(none(), none(), some(NO_ANSWER), false),
        new Row(some(THERE), none(), some(NO_ANSWER + " (available 4m ago)"), false),
        new Row(some(GONE), none(), some(STALE), false));
  }

  static Stream<Row> whenItAsksForTime() {
    return Stream.of(
        new Row(none(), some(PAUSED), some(LIMITED), false),
        new Row(some(DOWN), some(PAUSED), some(LIMITED), false),
        new Row(some(THERE), some(PAUSED), none(), false),
        new Row(some(GONE), some(PAUSED), some(STALE), false));
  }

  @ParameterizedTest
  @MethodSource({"whenTheRegistryAnswers", "whenItCannotBeReached", "whenItAsksForTime"})
  void eachCaseHasItsWordsAndOnlyTheRegistrysOwnWordOfNowIsDefinite(Row row) {
    Optional<Finding> finding =
        judgement.of(
            new ContainerImage("c", "spec.containers[0].image", "reg.io/a:1"),
            row.before()
                .map(verdict -> new CheckedVerdict(verdict, NOW.minus(Duration.ofMinutes(4)))),
            row.found().map(verdict -> new CheckedVerdict(verdict, NOW)));
    assertThat(finding.map(Finding::text)).isEqualTo(row.said());
    assertThat(finding.map(Finding::definite).orElse(false)).isEqualTo(row.definite());
  }

  /// Closed, silent, plain and TLS ports of the cluster's network look the same to its users.
  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {
        "DNS",
        "CONNECT",
        "TIMEOUT",
        "TLS",
        "SERVER_ERROR",
        "TOKEN_ENDPOINT",
        "BLOCKED",
        "NOT_A_REGISTRY",
        "ADDRESS_REFUSED",
        "REDIRECT_REFUSED",
        "UNEXPECTED_RESPONSE"
      })
  void ofAHostThatNobodyHasNamedItIsNotToldHowItAnswers(Reason reason) {
    Judgement told = judgement("reg.io"::equals);
    Optional<CheckedVerdict> found = some(new CheckedVerdict(Verdict.Unavailable.of(reason), NOW));

    assertThat(text(told, "10.0.0.1:22/a:1", found)).isEqualTo(UNTOLD);
    assertThat(text(told, "10.0.0.1:22/a:1", none())).isEqualTo(UNTOLD);
    assertThat(text(told, "reg.io/a:1", found)).isEqualTo(reason.summary());
  }

  @Test
  void thatAnImageIsMissingIsTold() {
    Optional<CheckedVerdict> gone = some(new CheckedVerdict(GONE, NOW));

    assertThat(text(judgement(_ -> false), "reg.io/a:1", gone)).isEqualTo("not found");
  }

  private static String text(Judgement judgement, String image, Optional<CheckedVerdict> found) {
    ContainerImage container = new ContainerImage("c", "spec.containers[0].image", image);
    return judgement.of(container, none(), found).orElseThrow().text();
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static <T> Optional<T> some(T value) {
    return Optional.of(value);
  }
}
