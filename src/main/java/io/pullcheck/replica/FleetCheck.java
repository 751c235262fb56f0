package io.pullcheck.replica;

import io.pullcheck.metrics.StoreMetrics.Source;
import io.pullcheck.model.Caller;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.replica.VerdictStore.Claim;
import io.pullcheck.replica.VerdictStore.Publication;
import io.pullcheck.replica.VerdictStore.Reading;
import io.pullcheck.replica.VerdictStore.Reading.Known;
import io.pullcheck.replica.VerdictStore.Scope;
import io.pullcheck.verdict.Checks.Wanted;
import io.pullcheck.verdict.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// One check of [FleetChecks]: looks, believes or claims, checks, publishes. For one thread.
final class FleetCheck {

  // A claim ends by itself a little after the check that it stands for.
  private static final Duration CLAIM_MARGIN = Duration.ofSeconds(5);
  // Word that a check has ended can be lost with the connection: look again by then.
  private static final Duration LONGEST_NAP = Duration.ofSeconds(1);
  private static final Duration LONGEST_PUT_OFF = Duration.ofMinutes(1);

  private final FleetChecks fleet;
  private final VerdictStore store;
  private final Resolution.Attempt asked;
  private final Caller caller;
  private final Wanted wanted;
  private final StoreKey key;
  private final FleetChecks.Route route;
  private final Patience patience;
  private Known known = Known.NOTHING;
  private Optional<Claim.Held> held = Optional.empty();
  private boolean waited;

  FleetCheck(
      FleetChecks fleet,
      Resolution.Attempt asked,
      Caller caller,
      Wanted wanted,
      StoreKey key,
      FleetChecks.Route route,
      Patience patience) {
    this.fleet = fleet;
    this.store = fleet.store;
    this.asked = asked;
    this.caller = caller;
    this.wanted = wanted;
    this.key = key;
    this.route = route;
    this.patience = patience;
  }

  CheckedVerdict verdict() {
    while (true) {
      Optional<CheckedVerdict> verdict =
          switch (store.read(key, patience.atMost(store.patience()))) {
            case Reading.Away _ -> Optional.of(check(Source.ALONE));
            case Known found -> {
              known = found;
              yield decide();
            }
          };
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
  }

  // Nothing: look again.
  private Optional<CheckedVerdict> decide() {
    Instant now = fleet.clock.instant();
    return switch (fleet.trust.decide(known, wanted, caller.urgency(), now)) {
      case Trust.Decision.Believe(CheckedVerdict found) -> Optional.of(believed(found));
      case Trust.Decision.BelieveIfReached(CheckedVerdict found) -> ifReached(found, now);
      case Trust.Decision.Check(Scope scope, boolean confirms) ->
          claimed(scope, confirms ? Source.CONFIRMATION : Source.CHECK);
    };
  }

  private CheckedVerdict believed(CheckedVerdict found) {
    fleet.observer.answered(waited ? Source.AWAITED : Source.STORE);
    return found;
  }

  private Optional<CheckedVerdict> ifReached(CheckedVerdict found, Instant now) {
    return switch (fleet.canaries.step(key.account(), now)) {
      case Canaries.Step.Trust _ -> Optional.of(believed(found));
      case Canaries.Step.Wait(var ended) -> awaited(ended, Source.CANARY);
      case Canaries.Step.Check _ -> {
        try {
          yield Optional.of(check(Source.CANARY));
        } finally {
          fleet.canaries.ended(key.account());
        }
      }
    };
  }

  private Optional<CheckedVerdict> claimed(Scope scope, Source source) {
    Duration life = fleet.settings.timeout().plus(CLAIM_MARGIN);
    return switch (store.claim(key, scope, life, patience.atMost(store.patience()))) {
      case Claim.Held claim -> {
        held = Optional.of(claim);
        known = claim.known();
        if (isStillWanted()) {
          yield Optional.of(check(source));
        }
        publish(Optional.empty());
        yield decide();
      }
      case Claim.Taken(var ended) -> awaited(ended, source);
      case Claim.Away _ -> Optional.of(check(Source.ALONE));
    };
  }

  // Between the look and the claim, somebody else's check may have ended.
  private boolean isStillWanted() {
    return fleet.trust.decide(known, wanted, caller.urgency(), fleet.clock.instant())
        instanceof Trust.Decision.Check;
  }

  /// Waits for somebody else's check, and looks again; checks at last.
  private Optional<CheckedVerdict> awaited(CompletableFuture<?> ended, Source otherwise) {
    if (patience.isOver()) {
      return Optional.of(check(otherwise));
    }
    try {
      waited = true;
      Object _ = ended.get(patience.atMost(LONGEST_NAP).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Looks again all the same.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(check(otherwise));
    }
    return patience.isOver() ? Optional.of(check(otherwise)) : Optional.empty();
  }

  private CheckedVerdict check(Source source) {
    Optional<CheckedVerdict> checked = Optional.empty();
    try {
      Optional<Duration> wait = putOff();
      fleet.observer.answered(wait.isPresent() ? Source.BUDGET : source);
      if (wait.isPresent()) {
        return new CheckedVerdict(
            new Verdict.Inconclusive(Reason.RATE_LIMITED, wait.get()), fleet.clock.instant());
      }
      checked = Optional.of(dated(fleet.own.check(asked, caller, wanted)));
      learn(checked.get());
      return checked.get();
    } finally {
      // Whatever has happened, the claim is given back.
      publish(checked);
    }
  }

  private void publish(Optional<CheckedVerdict> checked) {
    store.publish(key, publication(checked));
    held = Optional.empty();
  }

  private void learn(CheckedVerdict checked) {
    fleet.canaries.learn(key.account(), checked);
    if (route.perSecond() > 0
        && checked.verdict() instanceof Verdict.Inconclusive(Reason reason, Duration time)
        && reason == Reason.RATE_LIMITED) {
      fleet.budget.pause(key.account(), route.perSecond(), time);
    }
  }

  /// Waits for the fleet's turn at the registry.
  ///
  /// @return if that is too far: how far
  private Optional<Duration> putOff() {
    if (route.perSecond() == 0) {
      return Optional.empty();
    }
    if (caller.urgency() == Urgency.REVIEW) {
      fleet.budget.spend(key.account(), route.perSecond());
      return Optional.empty();
    }
    Duration longest = fleet.settings.timeout();
    Duration wait = fleet.turns.next(key.account(), route.perSecond(), fleet.clock.instant());
    if (wait.compareTo(longest) > 0) {
      return Optional.of(wait.compareTo(LONGEST_PUT_OFF) < 0 ? wait : LONGEST_PUT_OFF);
    }
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /// With what earlier checks have found: since when the state is so, and the digest.
  private CheckedVerdict dated(CheckedVerdict checked) {
    Optional<CheckedVerdict> before =
        earlier()
            .filter(each -> !state(each).isEmpty() && state(each).equals(state(checked)))
            .findFirst();
    Optional<String> digest =
        checked.verdict() instanceof Verdict.Unavailable
            ? earlier().flatMap(each -> each.lastDigest().stream()).findFirst()
            : Optional.empty();
    return new CheckedVerdict(
        checked.verdict(),
        checked.at(),
        before.map(each -> each.since().orElse(each.at())).or(checked::since),
        digest);
  }

  private Stream<CheckedVerdict> earlier() {
    return Stream.of(
            // Before the last one: a denial that was a false alarm ends no state.
            wanted.inForce().stream(),
            wanted.last().stream(),
            known.own().map(StoredVerdict::found).stream(),
            known.fleet().map(StoredVerdict::found).stream())
        .flatMap(each -> each);
  }

  private static Optional<State> state(CheckedVerdict checked) {
    return switch (checked.verdict()) {
      case Verdict.Available _ -> Optional.of(State.AVAILABLE);
      case Verdict.Unavailable unavailable -> Optional.of(unavailable.state());
      case Verdict.Inconclusive _ -> Optional.empty();
    };
  }

  /// That an image is available, or absent, is so for all clusters; what else keeps this one from
  /// it is its own affair.
  private Publication publication(Optional<CheckedVerdict> checked) {
    Optional<StoredVerdict> found =
        checked
            .filter(each -> state(each).isPresent())
            .map(each -> new StoredVerdict(each, fleet.settings.cluster()));
    return new Publication(
        found.filter(each -> each.isAvailable() || isDefinite(each)),
        found.filter(each -> !each.isAvailable()),
        found.isPresent(),
        held,
        false);
  }

  private static boolean isDefinite(StoredVerdict stored) {
    return stored.found().verdict() instanceof Verdict.Unavailable unavailable
        && unavailable.definite();
  }
}
