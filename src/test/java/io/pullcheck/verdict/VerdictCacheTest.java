package io.pullcheck.verdict;

import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.Registry;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class VerdictCacheTest {

  private static final Verdict AVAILABLE = new Verdict.Available(Optional.of("sha256:1"));
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Freshness MINUTES =
      new Freshness(Duration.ofMinutes(5), Duration.ofMinutes(1));
  private static final Freshness NONE = new Freshness(Duration.ZERO, Duration.ZERO);

  private final TestingClock clock = new TestingClock();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger checks = new AtomicInteger();
  private volatile Registry registry = (_, _, _) -> AVAILABLE;
  private volatile Function<Pull, Resolution> resolver = VerdictCacheTest::anonymously;

  private final VerdictCache cache =
      new VerdictCache(
          pull -> resolver.apply(pull),
          (attempt, keyring, urgency) -> {
            checks.incrementAndGet();
            return registry.check(attempt, keyring, urgency);
          },
          threads,
          clock,
          new VerdictCache.Retention(430_000, Duration.ofHours(1)));

  @AfterEach
  void end() {
    threads.close();
  }

  @Test
  void pullsOfManyNamespacesThatComeToTheSameCostOneRequest() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    registry =
        (_, _, _) -> {
          Waiting.on(answer);
          return ABSENT;
        };

    List<CompletableFuture<CheckedVerdict>> asked = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      asked.add(cache.verdict(pull("ns" + i, "nginx"), MINUTES, Urgency.NEW));
    }
    answer.countDown();

    for (CompletableFuture<CheckedVerdict> each : asked) {
      assertThat(each.get().verdict()).isEqualTo(ABSENT);
    }
    assertThat(checks).hasValue(1);
  }

  /// Which waits for its turn behind thousands of others.
  @Test
  void reviewsDoNotWaitForACheckThatIsNotUrgentButShareOneOfTheirOwn() throws Exception {
    CountDownLatch turn = new CountDownLatch(1);
    CountDownLatch reviews = new CountDownLatch(1);
    registry =
        (_, _, caller) -> {
          Waiting.on(caller.urgency() == Urgency.REVIEW ? reviews : turn);
          return ABSENT;
        };
    CompletableFuture<CheckedVerdict> sweep =
        cache.verdict(pull("shop", "nginx"), MINUTES, Urgency.NEW);
    Waiting.eventually(() -> checks.get() == 1);

    CompletableFuture<CheckedVerdict> first =
        cache.verdict(pull("shop", "nginx"), MINUTES, Urgency.REVIEW);
    Waiting.eventually(() -> checks.get() == 2);
    CompletableFuture<CheckedVerdict> second =
        cache.verdict(pull("shop", "nginx"), MINUTES, Urgency.REVIEW);
    reviews.countDown();

    assertThat(first.get().verdict()).isEqualTo(ABSENT);
    assertThat(second.get().verdict()).isEqualTo(ABSENT);
    assertThat(sweep).isNotDone();
    turn.countDown();
    assertThat(sweep.get().verdict()).isEqualTo(ABSENT);
    assertThat(checks).hasValue(2);
  }

  @Test
  void equalCredentialsOfDifferentSecretsCostOneRequestAndOthersOneEach() throws Exception {
    resolver =
        pull -> {
          String password = pull.secrets().namespace().equals("other") ? "b" : "a";
          Candidates candidates = Candidates.of(Credential.password("user", password));
          return new Resolution.Attempt(
              new PullAttempt(reference(pull), candidates, Set.of()), Keyring.EMPTY);
        };

    for (int i = 0; i < 200; i++) {
      ask(pull("ns" + i, "nginx"), MINUTES);
    }
    assertThat(checks).hasValue(1);

    ask(pull("other", "nginx"), MINUTES);
    assertThat(checks).hasValue(2);
  }

  @Test
  void aVerdictServesWhileItIsFresh() throws Exception {
    CheckedVerdict first = ask(pull("shop", "nginx"), MINUTES);

    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(ask(pull("shop", "nginx"), MINUTES)).isEqualTo(first);

    clock.advance(Duration.ofMillis(1));
    assertThat(ask(pull("shop", "nginx"), MINUTES).at()).isEqualTo(clock.instant());
    assertThat(checks).hasValue(2);
  }

  @Test
  void otherVerdictsServeForATimeOfTheirOwn() throws Exception {
    registry = (_, _, _) -> ABSENT;
    ask(pull("shop", "nginx"), MINUTES);

    clock.advance(Duration.ofMinutes(1));
    ask(pull("shop", "nginx"), MINUTES);

    assertThat(checks).hasValue(2);
  }

  @Test
  void anInconclusiveVerdictIsToldButReplacesNone() throws Exception {
    CheckedVerdict first = ask(pull("shop", "nginx"), MINUTES);
    Verdict inconclusive = new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(30));
    registry = (_, _, _) -> inconclusive;

    assertThat(ask(pull("shop", "nginx"), NONE).verdict()).isEqualTo(inconclusive);

    assertThat(cache.last(pull("shop", "nginx"))).contains(first);
    assertThat(ask(pull("shop", "nginx"), MINUTES)).isEqualTo(first);
  }

  @Test
  void aDecidedPullAsksNobody() throws Exception {
    Verdict invalid = Verdict.Unavailable.of(Reason.INVALID_REFERENCE);
    resolver = _ -> new Resolution.Decided(invalid);

    assertThat(ask(pull("shop", "UPPER"), MINUTES).verdict()).isEqualTo(invalid);

    assertThat(cache.last(pull("shop", "UPPER")).map(CheckedVerdict::verdict)).contains(invalid);
    assertThat(checks).hasValue(0);
  }

  @Test
  void changedCredentialsAreAnotherAttempt() throws Exception {
    registry = (_, _, _) -> ABSENT;
    ask(pull("shop", "nginx"), MINUTES);
    Candidates candidates = Candidates.of(Credential.password("user", "new"));
    resolver =
        pull ->
            new Resolution.Attempt(
                new PullAttempt(reference(pull), candidates, Set.of()), Keyring.EMPTY);
    registry = (_, _, _) -> AVAILABLE;

    assertThat(ask(pull("shop", "nginx"), MINUTES).verdict()).isEqualTo(AVAILABLE);
    assertThat(cache.last(pull("shop", "nginx")).map(CheckedVerdict::verdict)).contains(AVAILABLE);
  }

  @Test
  void aBugInACheckIsAnUnknownErrorAndTheNextCheckRuns() throws Exception {
    registry =
        (_, _, _) -> {
          throw new IllegalStateException("a bug");
        };
    assertThat(ask(pull("shop", "nginx"), NONE).verdict())
        .isEqualTo(Verdict.Unavailable.of(Reason.UNEXPECTED_RESPONSE));

    registry = (_, _, _) -> AVAILABLE;
    assertThat(ask(pull("shop", "nginx"), NONE).verdict()).isEqualTo(AVAILABLE);
  }

  @Test
  void aBugInTheResolverIsAnUnknownError() throws Exception {
    resolver =
        _ -> {
          throw new StackOverflowError();
        };

    assertThat(ask(pull("shop", "nginx"), NONE).verdict())
        .isEqualTo(Verdict.Unavailable.of(Reason.UNEXPECTED_RESPONSE));
  }

  @Test
  void whoAsksAfterTheEndLearnsNothing() throws Exception {
    threads.shutdown();

    assertThat(ask(pull("shop", "nginx"), MINUTES).verdict())
        .isInstanceOf(Verdict.Inconclusive.class);
  }

  @Test
  void neverBlocksTheCaller() {
    CountDownLatch answer = new CountDownLatch(1);
    resolver =
        pull -> {
          Waiting.on(answer);
          return anonymously(pull);
        };

    CompletableFuture<CheckedVerdict> asked =
        cache.verdict(pull("shop", "nginx"), MINUTES, Urgency.NEW);

    assertThat(asked).isNotDone();
    answer.countDown();
  }

  @Test
  void thatARegistryCannotBeReachedDoesNotReplaceWhatItSaidLast() throws Exception {
    Pull pull = pull("shop", "nginx");
    registry = (_, _, _) -> ABSENT;
    ask(pull, MINUTES);
    clock.advance(Duration.ofMinutes(59));
    registry = (_, _, _) -> Verdict.Unavailable.of(Reason.CONNECT);
    ask(pull, MINUTES);

    assertThat(cache.last(pull).orElseThrow().verdict()).isEqualTo(ABSENT);
  }

  @Test
  void lastAsksNobody() {
    assertThat(cache.last(pull("shop", "nginx"))).isEmpty();
    assertThat(checks).hasValue(0);
  }

  private CheckedVerdict ask(Pull pull, Freshness freshness) throws Exception {
    return cache.verdict(pull, freshness, Urgency.RECHECK).get();
  }

  private static Resolution anonymously(Pull pull) {
    return new Resolution.Attempt(
        new PullAttempt(reference(pull), Candidates.ANONYMOUS, Set.of()), Keyring.EMPTY);
  }

  private static ImageReference reference(Pull pull) {
    return ImageReference.parse(pull.image(), ImageReference.DOCKER_HUB).orElseThrow();
  }
}
