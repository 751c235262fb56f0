package io.pullcheck.verdict;

import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the cache remembers, and for how long. All in one thread.
class VerdictRetentionTest {

  private static final int LIMIT = 1000;
  private static final Freshness ALWAYS = new Freshness(Duration.ofDays(9), Duration.ofDays(9));

  private final TestingClock clock = new TestingClock();
  private final AtomicInteger checks = new AtomicInteger();
  private final VerdictCache cache =
      new VerdictCache(
          VerdictRetentionTest::anonymously,
          (_, _, _) -> {
            checks.incrementAndGet();
            return new Verdict.Available(Optional.empty());
          },
          Runnable::run,
          clock,
          new VerdictCache.Retention(LIMIT, Duration.ofHours(1)));

  @Test
  void noMoreThanTheLimitIsRemembered() throws Exception {
    for (int i = 0; i < 3 * LIMIT; i++) {
      ask("nginx:" + i);
    }

    assertThat(IntStream.range(0, 3 * LIMIT).filter(i -> isRemembered("nginx:" + i)).count())
        .isEqualTo(LIMIT);
  }

  @Test
  void whatIsAskedForAgainAndAgainOutlivesWhatIsAskedForOnce() throws Exception {
    for (int i = 0; i < 3 * LIMIT; i++) {
      ask("nginx");
      ask("nginx:" + i);
    }

    assertThat(isRemembered("nginx")).isTrue();
  }

  @Test
  void whatNobodyAsksForIsForgotten() throws Exception {
    ask("nginx");
    clock.advance(Duration.ofMinutes(59));
    ask("nginx");
    clock.advance(Duration.ofMinutes(59));
    ask("nginx");
    assertThat(checks).hasValue(1);

    clock.advance(Duration.ofHours(1));

    assertThat(isRemembered("nginx")).isFalse();
    ask("nginx");
    assertThat(checks).hasValue(2);
  }

  @Test
  void lookingUpIsNotAsking() throws Exception {
    ask("nginx");
    clock.advance(Duration.ofMinutes(59));
    assertThat(isRemembered("nginx")).isTrue();
    clock.advance(Duration.ofMinutes(1));

    assertThat(isRemembered("nginx")).isFalse();
  }

  private boolean isRemembered(String image) {
    return cache.last(pull("shop", image)).isPresent();
  }

  private CheckedVerdict ask(String image) throws Exception {
    return cache.verdict(pull("shop", image), ALWAYS, Urgency.RECHECK).get();
  }

  private static Resolution anonymously(Pull pull) {
    ImageReference reference =
        ImageReference.parse(pull.image(), ImageReference.DOCKER_HUB).orElseThrow();
    return new Resolution.Attempt(
        new PullAttempt(reference, Candidates.ANONYMOUS, Set.of()), Keyring.EMPTY);
  }
}
