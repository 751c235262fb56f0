package io.pullcheck.replica.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.pullcheck.metrics.StoreMetrics;
import io.pullcheck.model.Caller;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.replica.FleetChecks;
import io.pullcheck.replica.FleetKey;
import io.pullcheck.replica.StoreKey;
import io.pullcheck.replica.VerdictStore;
import io.pullcheck.testing.Waiting;
import io.pullcheck.verdict.Checks;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Resolution;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// One cluster of a fleet: its checks, shared by a real store, and a registry that counts them.
final class TestingCluster implements AutoCloseable {

  static final byte[] SECRET = "the fleet's secret of 32 bytes..".getBytes(UTF_8);
  static final Duration INTERVAL = Duration.ofMinutes(5);
  static final Duration TIMEOUT = Duration.ofSeconds(2);
  static final Verdict AVAILABLE = new Verdict.Available(Optional.of("sha256:" + "a".repeat(64)));

  final RedisVerdictStore store;
  final FleetChecks checks;
  final AtomicInteger asked = new AtomicInteger();
  final PrometheusRegistry metrics = new PrometheusRegistry();
  volatile Function<PullAttempt, Verdict> registry = _ -> AVAILABLE;
  volatile double perSecond;
  // What happens between a look at the store and a claim.
  volatile Runnable beforeClaim = () -> {};
  private final Map<PullAttempt, CheckedVerdict> last = new ConcurrentHashMap<>();
  // As in an inventory.
  private final Map<PullAttempt, PullStatus> statuses = new ConcurrentHashMap<>();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

  TestingCluster(String name, String url, InstantSource clock) {
    this(name, StoreAddress.parse(url, Optional.empty()), StoreLogins.NONE, SECRET, clock);
  }

  TestingCluster(
      String name, StoreAddress address, StoreLogins logins, byte[] secret, InstantSource clock) {
    FleetKey key = new FleetKey(secret);
    StoreMetrics observer = new StoreMetrics(metrics, () -> true);
    store =
        new RedisVerdictStore(
            new RedisVerdictStore.Settings(address, "test:", Duration.ofHours(1)),
            () -> logins,
            () -> key,
            clock,
            observer);
    Checks own =
        (asked, _, _) -> {
          this.asked.incrementAndGet();
          return new CheckedVerdict(registry.apply(asked.attempt()), clock.instant());
        };
    checks =
        new FleetChecks(
            own,
            new Interrupted(),
            store,
            () -> key,
            _ -> new FleetChecks.Route("manifest", perSecond),
            new FleetChecks.Settings(name, INTERVAL, TIMEOUT),
            clock,
            observer);
    var _ = scheduler.scheduleWithFixedDelay(store::tend, 0, 100, TimeUnit.MILLISECONDS);
  }

  private final class Interrupted implements VerdictStore {

    @Override
    public Duration patience() {
      return store.patience();
    }

    @Override
    public Reading read(StoreKey name, Duration within) {
      return store.read(name, within);
    }

    @Override
    public Claim claim(StoreKey name, Scope scope, Duration life, Duration within) {
      beforeClaim.run();
      return store.claim(name, scope, life, within);
    }

    @Override
    public void publish(StoreKey name, Publication publication) {
      store.publish(name, publication);
    }
  }

  TestingCluster connected() {
    Waiting.eventually(store::isUp);
    return this;
  }

  static PullAttempt attempt(String image) {
    return new PullAttempt(
        ImageReference.parse(image, ImageReference.DOCKER_HUB).orElseThrow(),
        Candidates.ANONYMOUS,
        Set.of());
  }

  CheckedVerdict check(String image) {
    return check(attempt(image), Urgency.RECHECK);
  }

  CheckedVerdict check(PullAttempt attempt, Urgency urgency) {
    CheckedVerdict found =
        checks.check(
            new Resolution.Attempt(attempt, Keyring.EMPTY),
            new Caller("shop", urgency),
            new Checks.Wanted(
                new Freshness(INTERVAL.dividedBy(2), Duration.ofSeconds(30)),
                Optional.ofNullable(last.get(attempt)),
                status(attempt).inForce()));
    if (!(found.verdict() instanceof Verdict.Inconclusive)) {
      last.put(attempt, found);
      statuses.put(attempt, status(attempt).after(found));
    }
    return found;
  }

  private PullStatus status(PullAttempt attempt) {
    return statuses.getOrDefault(attempt, PullStatus.UNCHECKED);
  }

  /// As after a restart: nothing is known here.
  void forget() {
    last.clear();
    statuses.clear();
  }

  /// How many verdicts came from there.
  long from(StoreMetrics.Source source) {
    return count("verdict_store_verdicts", source.name().toLowerCase(Locale.ROOT));
  }

  long refused(StoreMetrics.Refusal why) {
    return count("verdict_store_values_refused", why.name().toLowerCase(Locale.ROOT));
  }

  /// How many claims it has tried to get.
  long claims() {
    return count("verdict_store_requests", "claim");
  }

  private long count(String family, String label) {
    return metrics.scrape().stream()
        .filter(each -> each.getMetadata().getName().endsWith(family))
        .flatMap(each -> ((CounterSnapshot) each).getDataPoints().stream())
        .filter(each -> each.getLabels().stream().anyMatch(one -> one.getValue().equals(label)))
        .mapToLong(each -> (long) each.getValue())
        .sum();
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    store.close();
  }
}
