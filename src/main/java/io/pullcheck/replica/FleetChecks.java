package io.pullcheck.replica;

import io.pullcheck.metrics.StoreMetrics;
import io.pullcheck.model.Caller;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Urgency;
import io.pullcheck.verdict.Checks;
import io.pullcheck.verdict.Resolution;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/// Checks that the clusters of a fleet share by a [VerdictStore]: what one has found puts the
/// others' checks off, and what one is checking the others wait for. While the store does not
/// answer, checks are as they are without one. Safe for use by many threads.
public final class FleetChecks implements Checks {

  /// The longest that the store delays an admission review.
  static final Duration REVIEW_PATIENCE = Duration.ofMillis(50);

  /// How this cluster asks a registry.
  ///
  /// @param way what the verdict depends on besides the attempt: clusters that differ in it share
  ///   no verdict
  /// @param perSecond checks that the fleet may send for each credential; 0: no limit
  public record Route(String way, double perSecond) {}

  /// What this cluster is set to.
  ///
  /// @param cluster `--cluster-name`
  /// @param interval `--check-interval`
  /// @param timeout `--check-timeout`: whoever waits for another's check waits no longer
  public record Settings(String cluster, Duration interval, Duration timeout) {}

  final Checks own;
  final VerdictStore store;
  final FleetBudget budget;
  final Settings settings;
  final InstantSource clock;
  final StoreMetrics observer;
  final Trust trust;
  final Turns turns;
  final Canaries canaries = new Canaries();
  private final Supplier<FleetKey> key;
  private final Function<ImageReference, Route> routes;

  /// @param own checks by this cluster's own means
  /// @param key may change, as its file does
  public FleetChecks(
      Checks own,
      VerdictStore store,
      FleetBudget budget,
      Supplier<FleetKey> key,
      Function<ImageReference, Route> routes,
      Settings settings,
      InstantSource clock,
      StoreMetrics observer) {
    this.own = own;
    this.store = store;
    this.budget = budget;
    this.key = key;
    this.routes = routes;
    this.settings = settings;
    this.turns = new Turns(budget, settings.timeout(), settings.interval());
    this.clock = clock;
    this.observer = observer;
    this.trust = new Trust(settings.cluster(), settings.interval());
  }

  @Override
  public CheckedVerdict check(Resolution.Attempt asked, Caller caller, Wanted wanted) {
    PullAttempt attempt = asked.attempt();
    Route route = routes.apply(attempt.reference());
    StoreKey name = key.get().name(attempt, route.way(), settings.cluster());
    Duration patience = caller.urgency() == Urgency.REVIEW ? REVIEW_PATIENCE : settings.timeout();
    return new FleetCheck(this, asked, caller, wanted, name, route, Patience.of(patience))
        .verdict();
  }
}
