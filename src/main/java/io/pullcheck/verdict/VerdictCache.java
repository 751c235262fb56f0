package io.pullcheck.verdict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import io.pullcheck.model.Caller;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verdicts by what a registry is asked: however many pulls come to the same attempt, they share
/// one verdict, and one check at a time. Safe for use by many threads.
public final class VerdictCache implements Verdicts {

  /// How much is remembered.
  ///
  /// @param bytes what all attempts may take, and all pulls the same again
  /// @param unused for how long after its last use a verdict is kept
  public record Retention(long bytes, Duration unused) {
    public Retention {
      if (bytes < 1 || !unused.isPositive()) {
        throw new IllegalArgumentException("must be positive: " + bytes + ", " + unused);
      }
    }
  }

  /// What is known without asking a registry.
  ///
  /// @param copies whether the inventory's verdicts are now copied from another replica; a fresh
  ///   one of them then serves in place of a check
  /// @param digests the digest that a pull's image has on the nodes that run it
  /// @param sharing shares the checks with other clusters
  public record Elsewhere(
      BooleanSupplier copies,
      Function<Pull, Optional<String>> digests,
      UnaryOperator<Checks> sharing) {

    /// No other cluster is known.
    public Elsewhere(BooleanSupplier copies, Function<Pull, Optional<String>> digests) {
      this(copies, digests, UnaryOperator.identity());
    }
  }

  // Bytes that an entry takes besides its texts.
  static final int ENTRY = 400;

  private static final Logger log = LoggerFactory.getLogger(VerdictCache.class);
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private final Function<Pull, Resolution> resolver;
  private final Checks checks;
  private final Executor executor;
  private final InstantSource clock;
  private final Inventory inventory;
  private final BooleanSupplier copies;
  private final RecoveryCheck recovery;
  private final Cache<PullAttempt, SharedVerdict> attempts;
  private final Cache<Pull, SharedVerdict> pulls;

  /// For a cache that stands alone: no other replica has found anything.
  ///
  /// @param resolver makes of a pull what a registry is asked: [PullLookup#resolve]
  /// @param executor runs resolver and registry, which block: a virtual thread for each call
  public VerdictCache(
      Function<Pull, Resolution> resolver,
      Registry registry,
      Executor executor,
      InstantSource clock,
      Retention retention) {
    this(
        resolver,
        registry,
        executor,
        clock,
        retention,
        new Inventory(_ -> false),
        new Elsewhere(() -> false, _ -> Optional.empty()));
  }

  /// @param inventory knows verdicts that were found without this cache, by another replica
  public VerdictCache(
      Function<Pull, Resolution> resolver,
      Registry registry,
      Executor executor,
      InstantSource clock,
      Retention retention,
      Inventory inventory,
      Elsewhere elsewhere) {
    this.resolver = resolver;
    this.checks = elsewhere.sharing().apply(Checks.of(registry, clock));
    this.executor = executor;
    this.clock = clock;
    this.inventory = inventory;
    this.copies = elsewhere.copies;
    this.recovery =
        new RecoveryCheck(
            checks,
            pull ->
                inventory
                    .status(pull)
                    .flatMap(PullStatus::digest)
                    .or(() -> elsewhere.digests.apply(pull)),
            clock);
    this.attempts = cache(retention, clock, (attempt, _) -> weight(attempt));
    this.pulls = cache(retention, clock, (pull, _) -> weight(pull));
  }

  private static int weight(PullAttempt attempt) {
    int logins =
        attempt.candidates().inOrder().stream()
            .mapToInt(login -> login.username().length() + login.secret().length())
            .sum();
    return ENTRY + attempt.reference().toString().length() + logins;
  }

  // An image as written is short, and the names of secrets are those of the inventory's workloads.
  private static int weight(Pull pull) {
    return ENTRY + pull.image().length();
  }

  private static <K> Cache<K, SharedVerdict> cache(
      Retention retention, InstantSource clock, Weigher<K, SharedVerdict> weigher) {
    return Caffeine.newBuilder()
        .maximumWeight(retention.bytes())
        .<K, SharedVerdict>weigher(weigher)
        .expireAfterAccess(retention.unused())
        .ticker(() -> nanos(clock.instant()))
        .executor(Runnable::run)
        .build();
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  @Override
  public CompletableFuture<CheckedVerdict> verdict(
      Pull pull, Freshness freshness, Urgency urgency) {
    CompletableFuture<CheckedVerdict> answer = new CompletableFuture<>();
    try {
      executor.execute(() -> answer.complete(resolveAndAsk(pull, freshness, urgency)));
    } catch (RejectedExecutionException e) {
      // The executor is shut down because the program ends: that says nothing about an image.
      answer.complete(at(new Verdict.Inconclusive(Reason.UNEXPECTED_RESPONSE, ONE_SECOND)));
    }
    return answer;
  }

  @Override
  public Optional<CheckedVerdict> last(Pull pull) {
    // Quietly: what is only looked up does not count as used.
    return Optional.ofNullable(pulls.policy().getIfPresentQuietly(pull))
        .flatMap(SharedVerdict::lastConclusive)
        .or(() -> inventory.status(pull).flatMap(PullStatus::lastConclusive));
  }

  private CheckedVerdict resolveAndAsk(Pull pull, Freshness freshness, Urgency urgency) {
    return orUnknown(pull, () -> ask(pull, resolver.apply(pull), freshness, urgency));
  }

  private CheckedVerdict ask(
      Pull pull, Resolution resolution, Freshness freshness, Urgency urgency) {
    return switch (resolution) {
      case Resolution.Decided(Verdict verdict) -> {
        SharedVerdict decided = new SharedVerdict();
        pulls.put(pull, decided);
        yield decided.get(freshness, urgency, clock, () -> at(verdict));
      }
      case Resolution.Attempt asked -> {
        Caller caller = new Caller(pull.secrets().namespace(), urgency);
        SharedVerdict shared = attempts.get(asked.attempt(), _ -> new SharedVerdict());
        pulls.put(pull, shared);
        copied(pull).forEach(found -> shared.learn(found, clock.instant()));
        yield shared.get(
            freshness,
            urgency,
            clock,
            () -> orUnknown(pull, () -> check(pull, asked, caller, freshness, shared)));
      }
    };
  }

  private CheckedVerdict check(
      Pull pull,
      Resolution.Attempt asked,
      Caller caller,
      Freshness freshness,
      SharedVerdict shared) {
    Checks.Wanted wanted =
        new Checks.Wanted(
            freshness, shared.last(), inventory.status(pull).flatMap(PullStatus::inForce));
    CheckedVerdict found = checks.check(asked, caller, wanted);
    return recovery.completed(found, pull, asked.attempt(), asked.keyring(), caller);
  }

  /// What another replica has found about the pull since its credentials last changed.
  private Stream<CheckedVerdict> copied(Pull pull) {
    if (!copies.getAsBoolean()) {
      return Stream.empty();
    }
    Instant since = inventory.credentialsChangedAt(pull.secrets().namespace());
    return inventory.status(pull).stream()
        .flatMap(status -> Stream.concat(status.lastConclusive().stream(), status.last().stream()))
        .filter(found -> found.at().isAfter(since));
  }

  /// A bug must cost the verdict of one image, not the loop that asked for it.
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
