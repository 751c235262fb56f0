package io.pullcheck.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.image.CheckedVerdict;
import io.pullcheck.image.ContainerImage;
import io.pullcheck.image.Reason;
import io.pullcheck.image.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JudgementTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Verdict THERE = new Verdict.Available(Optional.empty());
  private static final Verdict GONE = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Verdict DOWN = Verdict.Unavailable.of(Reason.CONNECT);
  private static final Verdict PAUSED =
      new Verdict.Kept(Reason.RATE_LIMITED, Duration.ofSeconds(30));
  private static final String NO_ANSWER = "not verified: the registry did not answer within 2s";
  private static final String NO_CONNECTION = "not verified: the registry cannot be connected to";

  private final Judgement judgement = new Judgement("docker.io", Duration.ofSeconds(2), NOW);

  /// What was known, what the check found, what is said, and whether deny mode may refuse.
  static Stream<Arguments> table() {
    Optional<Verdict> nothing = Optional.empty();
    return Stream.of(
        Arguments.of(nothing, some(THERE), nothing, false),
        Arguments.of(some(GONE), some(THERE), nothing, false),
        Arguments.of(nothing, some(GONE), some("not found"), true),
        Arguments.of(some(THERE), some(GONE), some("not found"), true),
        Arguments.of(
            nothing,
            some(Verdict.Unavailable.of(Reason.INVALID_REFERENCE)),
            some("not a valid image reference"),
            true),
        Arguments.of(
            nothing,
            some(Verdict.Unavailable.of(Reason.PRIVATE_OR_ABSENT)),
            some("not found, or private and no pull secret matches reg.io"),
            false),
        Arguments.of(nothing, some(DOWN), some(NO_CONNECTION), false),
        Arguments.of(some(DOWN), some(DOWN), some(NO_CONNECTION), false),
        Arguments.of(some(THERE), some(DOWN), some(NO_CONNECTION + " (available 4m ago)"), false),
        Arguments.of(
            some(GONE),
            some(DOWN),
            some("not found (as of 4m ago; the registry cannot be asked now)"),
            false),
        Arguments.of(nothing, nothing, some(NO_ANSWER), false),
        Arguments.of(some(THERE), nothing, some(NO_ANSWER + " (available 4m ago)"), false),
        Arguments.of(
            some(GONE),
            nothing,
            some("not found (as of 4m ago; the registry cannot be asked now)"),
            false),
        Arguments.of(
            nothing,
            some(PAUSED),
            some("not verified: the registry limits the rate of requests"),
            false),
        Arguments.of(some(THERE), some(PAUSED), nothing, false),
        Arguments.of(
            some(GONE),
            some(PAUSED),
            some("not found (as of 4m ago; the registry cannot be asked now)"),
            false),
        Arguments.of(
            some(DOWN),
            some(PAUSED),
            some("not verified: the registry limits the rate of requests"),
            false));
  }

  @ParameterizedTest
  @MethodSource("table")
  void eachCaseHasItsWordsAndOnlyTheRegistrysOwnWordOfNowIsDefinite(
      Optional<Verdict> before, Optional<Verdict> found, Optional<String> said, boolean definite) {
    Optional<Finding> finding =
        judgement.of(
            new ContainerImage("c", "spec.containers[0].image", "reg.io/a:1"),
            before.map(verdict -> new CheckedVerdict(verdict, NOW.minus(Duration.ofMinutes(4)))),
            found.map(verdict -> new CheckedVerdict(verdict, NOW)));
    assertThat(finding.map(Finding::text)).isEqualTo(said);
    assertThat(finding.map(Finding::definite).orElse(false)).isEqualTo(definite);
  }

  private static <T> Optional<T> some(T value) {
    return Optional.of(value);
  }
}
