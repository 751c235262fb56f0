package io.pullcheck.verdict;

import static io.pullcheck.testing.TestingWorkloads.deployment;
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
import io.pullcheck.testing.TestingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the cache makes of verdicts that another replica found.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class CopiedVerdictsTest {

  private static final Verdict AVAILABLE = new Verdict.Available(Optional.of("sha256:1"));
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Freshness MINUTES =
      new Freshness(Duration.ofMinutes(5), Duration.ofMinutes(1));

  private final TestingClock clock = new TestingClock();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger checks = new AtomicInteger();
  private final Inventory inventory = new Inventory(_ -> true);
  private final Pull pull = pull("shop", "nginx");
  private volatile Optional<CheckedVerdict> inForce = Optional.empty();
  private volatile Verdict registry = AVAILABLE;
  private volatile Candidates candidates = Candidates.ANONYMOUS;

  @AfterEach
  void end() {
    threads.close();
  }

  @Test
  void onAStandbyTheyServeWhileTheyAreFresh() throws Exception {
    CheckedVerdict found = new CheckedVerdict(ABSENT, clock.instant());
    VerdictCache standby = knowing(PullStatus.UNCHECKED.after(found), true);

    assertThat(standby.last(pull)).contains(found);
    assertThat(ask(standby)).isEqualTo(ABSENT);
    assertThat(checks).hasValue(0);
    clock.advance(Duration.ofHours(1));
    assertThat(ask(standby)).isEqualTo(AVAILABLE);
  }

  @Test
  void fromBeforeAChangeOfCredentialsTheyDoNot() throws Exception {
    CheckedVerdict found = new CheckedVerdict(ABSENT, clock.instant());
    VerdictCache standby = knowing(PullStatus.UNCHECKED.after(found), true);
    clock.advance(Duration.ofSeconds(1));

    inventory.credentialsChanged("other", clock.instant());
    assertThat(ask(standby)).isEqualTo(ABSENT);
    inventory.credentialsChanged("shop", clock.instant());
    candidates = Candidates.of(Credential.password("user", "new"));
    assertThat(ask(standby)).isEqualTo(AVAILABLE);
  }

  @Test
  void aNewLeaderStillKnowsWhatARegistrySaidThatIsGoneNow() throws Exception {
    CheckedVerdict said = new CheckedVerdict(ABSENT, clock.instant());
    clock.advance(Duration.ofMinutes(1));
    registry = Verdict.Unavailable.of(Reason.CONNECT);
    CheckedVerdict gone = new CheckedVerdict(registry, clock.instant());
    VerdictCache leader = knowing(PullStatus.UNCHECKED.after(said).after(gone), false);

    assertThat(leader.last(pull)).contains(said);
    assertThat(ask(leader)).isEqualTo(registry);
    assertThat(checks).hasValue(1);
    assertThat(leader.last(pull)).contains(said);
  }

  /// A clock that was wrong, here or elsewhere, must not keep a verdict in force until its date.
  @Test
  void fromTheFutureTheyNeitherServeNorLast() throws Exception {
    Instant future = Instant.parse("2999-01-01T00:00:00Z");
    CheckedVerdict wrong = new CheckedVerdict(ABSENT, future);
    VerdictCache standby = knowing(PullStatus.UNCHECKED.after(wrong), true);

    assertThat(ask(standby)).isEqualTo(AVAILABLE);
    assertThat(checks).hasValue(1);
    PullStatus right = PullStatus.UNCHECKED.after(new CheckedVerdict(AVAILABLE, clock.instant()));
    inventory.adopt(pull, right, clock.instant());

    assertThat(ask(standby)).isEqualTo(AVAILABLE);
    assertThat(checks).hasValue(1);
    assertThat(standby.last(pull).orElseThrow().verdict()).isEqualTo(AVAILABLE);
    assertThat(inventory.status(pull)).contains(right);
  }

  /// As the fleet's store is told, which would else take a denial for the end of a state.
  @Test
  void aCheckIsToldWhatIsInForceAndSinceWhen() throws Exception {
    Instant began = clock.instant();
    PullStatus status = PullStatus.UNCHECKED.after(new CheckedVerdict(AVAILABLE, began));
    clock.advance(Duration.ofMinutes(10));
    CheckedVerdict again = new CheckedVerdict(AVAILABLE, clock.instant());
    clock.advance(Duration.ofMinutes(10));
    CheckedVerdict denial = new CheckedVerdict(ABSENT, clock.instant());
    VerdictCache leader = knowing(status.after(again).after(denial), false);

    assertThat(ask(leader)).isEqualTo(AVAILABLE);
    assertThat(inForce)
        .contains(new CheckedVerdict(AVAILABLE, again.at(), Optional.of(began), Optional.empty()));
  }

  private Verdict ask(VerdictCache cache) throws Exception {
    return cache.verdict(pull, MINUTES, Urgency.NEW).get().verdict();
  }

  private VerdictCache knowing(PullStatus status, boolean copies) {
    inventory.replace(deployment("shop", "cart", "nginx"));
    inventory.adopt(pull, status, clock.instant());
    return new VerdictCache(
        each ->
            new Resolution.Attempt(
                new PullAttempt(
                    ImageReference.parse(each.image(), ImageReference.DOCKER_HUB).orElseThrow(),
                    candidates,
                    Set.of()),
                Keyring.EMPTY),
        (_, _, _) -> {
          checks.incrementAndGet();
          return registry;
        },
        threads,
        clock,
        new VerdictCache.Retention(1_000_000, Duration.ofHours(1)),
        inventory,
        new VerdictCache.Elsewhere(
            () -> copies,
            _ -> Optional.empty(),
            own ->
                (asked, caller, wanted) -> {
                  inForce = wanted.inForce();
                  return own.check(asked, caller, wanted);
                }));
  }
}
