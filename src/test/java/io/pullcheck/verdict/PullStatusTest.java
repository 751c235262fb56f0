package io.pullcheck.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PullStatusTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /// Verdicts in their order, ten seconds apart; then the state, when it began, and when it was
  /// first denied (both in seconds from the first verdict).
  @ParameterizedTest
  @CsvSource({
    "available,                               available,            0,  -",
    "available available,                     available,            0,  -",
    "absent,                                  absent,               0,  -",
    "absent absent,                           absent,               0,  -",
    "absent available,                        available,            10, -",
    "available absent,                        available,            0,  10",
    "available absent absent,                 absent,               20, -",
    "available absent available,              available,            0,  -",
    "available absent available absent,       available,            0,  30",
    "available absent inconclusive,           available,            0,  10",
    "available absent inconclusive absent,    absent,               30, -",
    "available absent unreachable,            registry_unavailable, 20, -",
    "available absent unreachable absent,     registry_unavailable, 20, 30",
    "available unreachable absent,            registry_unavailable, 10, 20",
    "available unreachable absent absent,     absent,               30, -",
    "available unreachable unreachable,       registry_unavailable, 10, -",
    "available refused,                       authorization_failure,10, -",
    "available inconclusive,                  available,            0,  -",
    "inconclusive available,                  available,            10, -",
  })
  void followsItsChecks(String verdicts, String state, int since, String firstDenial) {
    PullStatus status = PullStatus.UNCHECKED;
    Instant at = START;
    for (String verdict : verdicts.split(" ", -1)) {
      status = status.after(new CheckedVerdict(verdict(verdict), at));
      at = at.plusSeconds(10);
    }

    assertThat(status.state().map(State::word)).contains(state);
    assertThat(status.since()).contains(START.plusSeconds(since));
    assertThat(status.firstDenialAt())
        .isEqualTo(
            firstDenial.equals("-")
                ? Optional.empty()
                : Optional.of(START.plusSeconds(Long.parseLong(firstDenial))));
  }

  /// As when somebody else asks for a check, by a notification for example.
  @ParameterizedTest
  @CsvSource({
    "10 13,             available, 10",
    "10 13 14.999,      available, 10",
    "10 13 15,          absent,    -",
    "10 15,             absent,    -",
    // Of another replica, whose clock is a little behind.
    "10 9.5 14,         available, 9.5",
    "10 9.5 14.5,       absent,    -",
  })
  void aDenialIsConfirmedByOneThatIsFiveSecondsLater(
      String denials, String state, String firstDenial) {
    PullStatus status = PullStatus.UNCHECKED.after(new CheckedVerdict(verdict("available"), START));
    for (String seconds : denials.split(" ", -1)) {
      status = status.after(new CheckedVerdict(verdict("absent"), at(seconds)));
    }

    assertThat(status.state().map(State::word)).contains(state);
    assertThat(status.firstDenialAt())
        .isEqualTo(firstDenial.equals("-") ? Optional.empty() : Optional.of(at(firstDenial)));
  }

  /// It came from before the image was seen, as a review's of another replica may.
  @Test
  void aDenialThatWasTakenBackCountsFromThatOn() {
    PullStatus status =
        PullStatus.UNCHECKED
            .after(new CheckedVerdict(verdict("available"), at("20")))
            .after(new CheckedVerdict(verdict("absent"), at("10")))
            .after(new CheckedVerdict(verdict("absent"), at("24.9")));

    assertThat(status.state()).contains(State.AVAILABLE);
    assertThat(status.firstDenialAt()).contains(at("20"));
    assertThat(status.after(new CheckedVerdict(verdict("absent"), at("25"))).state())
        .contains(State.ABSENT);
  }

  private static Instant at(String seconds) {
    return START.plusMillis(Math.round(Double.parseDouble(seconds) * 1_000));
  }

  @Test
  void aSharedVerdictIsNoSecondLook() {
    CheckedVerdict denial = new CheckedVerdict(verdict("absent"), START.plusSeconds(10));

    PullStatus status =
        PullStatus.UNCHECKED
            .after(new CheckedVerdict(verdict("available"), START))
            .after(denial)
            .after(denial);

    assertThat(status.state()).contains(State.AVAILABLE);
  }

  @Test
  void anInconclusiveCheckLeavesAPullUnchecked() {
    PullStatus status =
        PullStatus.UNCHECKED.after(new CheckedVerdict(verdict("inconclusive"), START));

    assertThat(status.state()).isEmpty();
    assertThat(status.reason()).contains(Reason.RATE_LIMITED);
    assertThat(status.after(new CheckedVerdict(verdict("available"), START)).reason()).isEmpty();
    assertThat(status.after(new CheckedVerdict(verdict("absent"), START)).withheld()).isEmpty();
  }

  @Test
  void anInconclusiveCheckLeavesTheReasonOfTheVerdictInForce() {
    PullStatus status =
        PullStatus.UNCHECKED
            .after(new CheckedVerdict(verdict("absent"), START))
            .after(new CheckedVerdict(verdict("inconclusive"), START));

    assertThat(status.reason()).contains(Reason.MANIFEST_UNKNOWN);
    assertThat(status.withheld()).contains(Reason.RATE_LIMITED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AVAILABLE")
  void aNewImageIsBelievedAtOnce(State state) {
    Verdict verdict = new Verdict.Unavailable(state, Reason.MANIFEST_UNKNOWN, "");

    assertThat(PullStatus.UNCHECKED.after(new CheckedVerdict(verdict, START)).state())
        .contains(state);
  }

  @Test
  void remembersTheDigestThatWasLastFoundWhateverComesAfter() {
    Verdict found = new Verdict.Available(Optional.of("sha256:" + "a".repeat(64)));
    PullStatus status = PullStatus.UNCHECKED.after(new CheckedVerdict(found, START));
    for (String next : List.of("absent", "absent", "unreachable", "inconclusive", "refused")) {
      status = status.after(new CheckedVerdict(verdict(next), START.plusSeconds(60)));
    }

    assertThat(status.digest()).contains("sha256:" + "a".repeat(64));
    assertThat(status.after(new CheckedVerdict(verdict("available"), START)).digest())
        .contains("sha256:" + "a".repeat(64));
  }

  @Test
  void takesTheDigestThatAFleetRemembersOfAnImageThatIsGone() {
    String digest = "sha256:" + "b".repeat(64);
    CheckedVerdict gone =
        new CheckedVerdict(verdict("absent"), START, Optional.empty(), Optional.of(digest));

    assertThat(PullStatus.UNCHECKED.after(gone).digest()).contains(digest);
  }

  @Test
  void refusesAnInconclusiveVerdictInForce() {
    Optional<CheckedVerdict> inconclusive =
        Optional.of(new CheckedVerdict(verdict("inconclusive"), START));

    assertThatThrownBy(
            () ->
                new PullStatus(
                    inconclusive,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Verdict verdict(String word) {
    return switch (word) {
      case "available" -> new Verdict.Available(Optional.empty());
      case "absent" -> Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
      case "unreachable" -> Verdict.Unavailable.of(Reason.CONNECT);
      case "refused" -> Verdict.Unavailable.of(Reason.DENIED_OR_ABSENT);
      case "inconclusive" -> new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(1));
      default -> throw new IllegalArgumentException(word);
    };
  }
}
