package io.pullcheck.verdict;

import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Caller;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryCheckTest {

  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final ImageReference CART =
      ImageReference.parse("reg.io/cart:v1", ImageReference.DOCKER_HUB).orElseThrow();
  private static final Verdict.Unavailable GONE = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Verdict THERE = new Verdict.Available(Optional.of(DIGEST));

  private final List<String> asked = new ArrayList<>();
  private final TestingClock clock = new TestingClock();
  private Verdict answer = THERE;
  private Optional<String> digest = Optional.of(DIGEST);
  private final RecoveryCheck recovery =
      new RecoveryCheck(
          (attempt, _, _) -> {
            asked.add(attempt.attempt().reference().toString());
            return new CheckedVerdict(answer, clock.instant());
          },
          _ -> digest,
          clock);

  @Test
  void theRegistryIsAskedOnceByTheDigestThatTheTagNamed() {
    assertThat(completed(GONE, Urgency.RECHECK)).isEqualTo(GONE.withRecoverable(CART.at(DIGEST)));
    assertThat(completed(GONE, Urgency.RECHECK)).isEqualTo(GONE.withRecoverable(CART.at(DIGEST)));

    assertThat(asked).containsExactly("reg.io/cart:v1@" + DIGEST);
  }

  @Test
  void aDigestThatAFleetRemembersServesWhereNobodyElseKnowsOne() {
    digest = Optional.empty();
    CheckedVerdict remembered =
        new CheckedVerdict(GONE, clock.instant(), Optional.empty(), Optional.of(DIGEST));

    assertThat(completed(remembered, Urgency.NEW, CART))
        .isEqualTo(GONE.withRecoverable(CART.at(DIGEST)));
  }

  @Test
  void aManifestThatIsGoneTooIsNotAskedForAgain() {
    answer = GONE;

    assertThat(completed(GONE, Urgency.NEW)).isEqualTo(GONE);
    assertThat(completed(GONE, Urgency.NEW)).isEqualTo(GONE);
    assertThat(asked).hasSize(1);
  }

  @Test
  void afterAnHourItIsAskedAgainBecauseACleanUpMayHaveTakenIt() {
    assertThat(completed(GONE, Urgency.RECHECK)).isNotEqualTo(GONE);
    answer = GONE;
    clock.advance(Duration.ofMinutes(61));

    assertThat(completed(GONE, Urgency.RECHECK)).isEqualTo(GONE);
  }

  @Test
  void aRegistryThatCouldNotBeAskedIsAskedWithTheNextCheck() {
    answer = Verdict.Unavailable.of(Reason.TIMEOUT);
    assertThat(completed(GONE, Urgency.RECHECK)).isEqualTo(GONE);
    answer = new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(1));
    assertThat(completed(GONE, Urgency.RECHECK)).isEqualTo(GONE);
    answer = THERE;

    assertThat(completed(GONE, Urgency.RECHECK)).isNotEqualTo(GONE);
  }

  @Test
  void aReviewDoesNotWaitForIt() {
    assertThat(completed(GONE, Urgency.REVIEW)).isEqualTo(GONE);
    assertThat(asked).isEmpty();

    assertThat(completed(GONE, Urgency.RECHECK)).isNotEqualTo(GONE);
    assertThat(completed(GONE, Urgency.REVIEW)).isNotEqualTo(GONE);
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MANIFEST_UNKNOWN")
  void nothingElseThanAMissingTagIsAskedForByDigest(Reason reason) {
    Verdict other = Verdict.Unavailable.of(reason);

    assertThat(completed(other, Urgency.RECHECK)).isEqualTo(other);
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutADigestThereIsNothingToAskFor() {
    digest = Optional.empty();
    assertThat(completed(GONE, Urgency.RECHECK)).isEqualTo(GONE);
    assertThat(completed(THERE, Urgency.RECHECK)).isEqualTo(THERE);
    digest = Optional.of(DIGEST);
    assertThat(completed(GONE, Urgency.RECHECK, CART.at("sha256:" + "b".repeat(64))))
        .isEqualTo(GONE);

    assertThat(asked).isEmpty();
  }

  private Verdict completed(Verdict found, Urgency urgency) {
    return completed(found, urgency, CART);
  }

  private Verdict completed(Verdict found, Urgency urgency, ImageReference reference) {
    return completed(new CheckedVerdict(found, clock.instant()), urgency, reference);
  }

  private Verdict completed(CheckedVerdict found, Urgency urgency, ImageReference reference) {
    CheckedVerdict completed =
        recovery.completed(
            found,
            pull("shop", reference.toString()),
            new PullAttempt(reference, Candidates.ANONYMOUS, Set.of()),
            Keyring.EMPTY,
            new Caller("shop", urgency));
    assertThat(completed.at()).isEqualTo(found.at());
    return completed.verdict();
  }
}
