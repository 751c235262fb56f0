package io.pullcheck.verdict;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verdicts by what a registry was asked: however many pulls turn out to be the same attempt, they
/// share one verdict, and one check at a time.
public final class VerdictCache implements Verdicts {

  /// How much is remembered.
  ///
  /// @param attempts at most this many
  /// @param unasked for how long, of an attempt that nobody asks for any more
  public record Retention(int attempts, Duration unasked) {
    public Retention {
      if (attempts < 1 || !unasked.isPositive()) {
        throw new IllegalArgumentException("must be positive: " + attempts + ", " + unasked);
      }
    }
  }

  /// What was found out about pulls without asking this cache.
  ///
  /// @param status what is known of a pull
  /// @param copied did another replica find that? Then it is worth as much as what was found here.
  public record Known(Function<Pull, Optional<PullStatus>> status, BooleanSupplier copied) {

    static final Known NOTHING = new Known(_ -> Optional.empty(), () -> false);
  }

  private static final Logger log = LoggerFactory.getLogger(VerdictCache.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final PullResolver resolver;
  private final Registry check;
  private final Executor executor;
  private final InstantSource clock;
  private final RecentlyAsked<PullAttempt, SharedVerdict> attempts;
  private final RecentlyAsked<Pull, SharedVerdict> pulls;
  private final Known known;
  private final Map<String, Instant> credentialsChanged = new ConcurrentHashMap<>();

  /// @param executor runs resolver and check, which block: a virtual thread for each call
  public VerdictCache(
      PullResolver resolver,
      Registry check,
      Executor executor,
      InstantSource clock,
      Retention retention) {
    this(resolver, check, executor, clock, retention, Known.NOTHING);
  }

  public VerdictCache(
      PullResolver resolver,
      Registry check,
      Executor executor,
      InstantSource clock,
      Retention retention,
      Known known) {
    this.known = known;
    this.resolver = resolver;
    this.check = check;
    this.executor = executor;
    this.clock = clock;
    this.attempts = new RecentlyAsked<>(retention.attempts(), retention.unasked());
    this.pulls = new RecentlyAsked<>(retention.attempts(), retention.unasked());
  }

  @Override
  public CompletableFuture<CheckedVerdict> verdict(
      Pull pull, Freshness freshness, Urgency urgency) {
    CompletableFuture<CheckedVerdict> answer = new CompletableFuture<>();
    try {
      executor.execute(() -> answer.complete(resolveAndAsk(pull, freshness, urgency)));
    } catch (RejectedExecutionException e) {
      // The program is ending: that says nothing about an image.
      answer.complete(at(new Verdict.Inconclusive(Reason.UNEXPECTED_RESPONSE, SOON)));
    }
    return answer;
  }

  @Override
  public Optional<CheckedVerdict> last(Pull pull) {
    return pulls
        .peek(pull)
        .flatMap(SharedVerdict::lastConclusive)
        .or(() -> known.status.apply(pull).flatMap(PullStatus::lastConclusive));
  }

  /// The pull secrets of that namespace may have changed: what another replica found before now was
  /// found with others.
  public void credentialsChanged(String namespace) {
    credentialsChanged.put(namespace, clock.instant());
  }

  private CheckedVerdict resolveAndAsk(Pull pull, Freshness freshness, Urgency urgency) {
    return orUnknown(pull, () -> ask(pull, resolver.resolve(pull), freshness, urgency));
  }

  private CheckedVerdict ask(
      Pull pull, Resolution resolution, Freshness freshness, Urgency urgency) {
    return switch (resolution) {
      case Resolution.Decided(Verdict verdict) -> {
        SharedVerdict decided = new SharedVerdict();
        pulls.put(pull, clock.instant(), decided);
        yield decided.get(freshness, clock, () -> at(verdict));
      }
      case Resolution.Attempt(var attempt, var keyring) -> {
        SharedVerdict shared = attempts.ask(attempt, clock.instant(), SharedVerdict::new);
        pulls.put(pull, clock.instant(), shared);
        copied(pull).forEach(shared::learn);
        yield shared.get(
            freshness,
            clock,
            () -> orUnknown(pull, () -> at(check.check(attempt, keyring, urgency))));
      }
    };
  }

  private Stream<CheckedVerdict> copied(Pull pull) {
    if (!known.copied.getAsBoolean()) {
      return Stream.empty();
    }
    Instant since = credentialsChanged.getOrDefault(pull.secrets().namespace(), Instant.MIN);
    return known.status.apply(pull).stream()
        .flatMap(status -> Stream.concat(status.lastConclusive().stream(), status.last().stream()))
        .filter(found -> found.at().isAfter(since));
  }

  /// A bug costs the verdict of one image, not the loop that asked for it.
  private CheckedVerdict orUnknown(Pull pull, Supplier<CheckedVerdict> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      log.atError()
          .setCause(e)
          .addKeyValue("namespace", pull.secrets().namespace())
          .addKeyValue("image", pull.image())
          .log("check failed unexpectedly");
      return at(Verdict.Unavailable.of(Reason.UNEXPECTED_RESPONSE));
    }
  }

  private CheckedVerdict at(Verdict verdict) {
    return new CheckedVerdict(verdict, clock.instant());
  }
}
