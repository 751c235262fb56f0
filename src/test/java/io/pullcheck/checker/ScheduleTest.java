package io.pullcheck.checker;

import static io.pullcheck.testing.TestingClock.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.PullStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Duration FAILED = Duration.ofMinutes(1);
  private static final CheckedVerdict AVAILABLE =
      new CheckedVerdict(new Verdict.Available(Optional.empty()), START);
  private static final CheckedVerdict ABSENT =
      new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), START);

  private final Schedule schedule = new Schedule(Duration.ofSeconds(15), INTERVAL, FAILED);

  // 285 s is the interval without the check period for which a due pull may have to wait.
  @Test
  void anAvailableImageIsCheckedBeforeTheIntervalIsOver() {
    assertThat(schedule.next(after(AVAILABLE), AVAILABLE, "docker.io/library/nginx"))
        .isBetween(START.plusMillis(256_500), START.plusSeconds(285));
  }

  @Test
  void everyOtherIsCheckedBeforeTheFailedIntervalIsOver() {
    assertThat(schedule.next(after(ABSENT), ABSENT, "docker.io/library/nginx"))
        .isBetween(START.plusMillis(40_500), START.plusSeconds(45));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 30, 32, 35, 300})
  void whatIsDueIsNotServedByItsOwnVerdict(int seconds) {
    Duration interval = Duration.ofSeconds(seconds);
    Schedule each = new Schedule(Duration.ofSeconds(15), interval, FAILED);
    for (int i = 0; i < 100; i++) {
      Instant due = each.next(after(AVAILABLE), AVAILABLE, "registry.example/team/app-" + i);

      Freshness freshness = each.freshness(after(AVAILABLE), due, Instant.MIN);
      assertThat(freshness.holdsFor(AVAILABLE, due)).isFalse();
      assertThat(due).isBefore(START.plus(interval));
    }
  }

  @Test
  void repositoriesSpreadEvenlyOverTheJitter() {
    long[] buckets = new long[6];
    for (int i = 0; i < 6000; i++) {
      Duration wait =
          Duration.between(
              START, schedule.next(after(AVAILABLE), AVAILABLE, "registry.example/team/app-" + i));
      buckets[(int) ((wait.toMillis() - 256_500) / 4_751)]++;
    }

    assertThat(Arrays.stream(buckets).boxed()).allMatch(count -> count > 800 && count < 1200);
  }

  @Test
  void imagesOfOneRepositoryStayTogether() {
    assertThat(
            IntStream.range(0, 10)
                .mapToObj(_ -> schedule.next(after(AVAILABLE), AVAILABLE, "reg.io/app")))
        .containsOnly(schedule.next(after(AVAILABLE), AVAILABLE, "reg.io/app"));
  }

  @Test
  void aKeptVerdictIsLeftAloneForAsLongAsTheRegistryAsks() {
    CheckedVerdict kept =
        new CheckedVerdict(
            new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofHours(2)), START);

    assertThat(schedule.next(after(AVAILABLE, ABSENT, kept), kept, "reg.io/app"))
        .isEqualTo(START.plus(Duration.ofHours(2)));
    assertThat(schedule.next(PullStatus.UNCHECKED, kept, "reg.io/app"))
        .isEqualTo(START.plus(Duration.ofHours(2)));
  }

  @Test
  void aFirstDenialIsLookedAtAgainInAFewSeconds() {
    assertThat(schedule.next(after(AVAILABLE, ABSENT), ABSENT, "reg.io/app"))
        .isEqualTo(START.plusSeconds(5));
  }

  @Test
  void oneThatComesBetweenDoesNotPutTheSecondLookOff() {
    CheckedVerdict between = new CheckedVerdict(ABSENT.verdict(), START.plusSeconds(3));
    PullStatus status = after(AVAILABLE, ABSENT, between);

    assertThat(schedule.next(status, between, "reg.io/app")).isEqualTo(START.plusSeconds(5));
    Freshness freshness = schedule.freshness(status, START.plusMillis(5_010), Instant.MIN);
    assertThat(freshness.holdsFor(between, START.plusMillis(5_010))).isFalse();
  }

  @Test
  void halfOfTheIntervalIsFreshEnough() {
    assertThat(schedule.freshness(after(AVAILABLE), START, Instant.MIN))
        .isEqualTo(new Freshness(Duration.ofSeconds(150), Duration.ofSeconds(30)));
  }

  @Test
  void aSecondLookIsSharedByThoseWhoseTimeHasCome() {
    Instant now = START.plusSeconds(6);
    Freshness freshness = schedule.freshness(after(AVAILABLE, ABSENT), now, Instant.MIN);

    CheckedVerdict early = new CheckedVerdict(ABSENT.verdict(), START.plusMillis(4_999));
    assertThat(freshness.holdsFor(early, now)).isFalse();
    CheckedVerdict second = new CheckedVerdict(ABSENT.verdict(), START.plusSeconds(5));
    assertThat(freshness.holdsFor(second, now)).isTrue();
  }

  @Test
  void refusesAnIntervalOfNothing() {
    assertThatThrownBy(() -> new Schedule(Duration.ZERO, INTERVAL, FAILED))
        .hasMessage("check period must be positive: PT0S");
    assertThatThrownBy(() -> new Schedule(FAILED, Duration.ofSeconds(-1), FAILED))
        .hasMessage("check interval must be positive: PT-1S");
  }

  private static PullStatus after(CheckedVerdict... verdicts) {
    PullStatus status = PullStatus.UNCHECKED;
    for (CheckedVerdict verdict : verdicts) {
      status = status.after(verdict);
    }
    return status;
  }
}
