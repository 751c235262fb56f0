package io.pullcheck.replica;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Whether this cluster itself reaches a registry with a credential: names, CAs and networks differ
/// by cluster. Only then is it believed what another cluster has found there, and only for an hour;
/// then one check, the canary, is this cluster's own again. Safe for use by many threads.
final class Canaries {

  static final Duration LIFE = Duration.ofHours(1);

  // Whoever may create a workload chooses the hosts.
  private static final int MOST = 10_000;

  private final Cache<String, Instant> reached = Caffeine.newBuilder().maximumSize(MOST).build();
  private final ConcurrentMap<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

  /// What has to happen before another cluster is believed.
  sealed interface Step {

    /// Nothing.
    record Trust() implements Step {}

    /// The caller's own check; [Canaries#ended] must be called when it has ended.
    record Check() implements Step {}

    /// Somebody's check is under way, to be waited for.
    record Wait(CompletableFuture<Void> ended) implements Step {}
  }

  Step step(String account, Instant now) {
    if (Optional.ofNullable(reached.getIfPresent(account))
        .filter(at -> holds(at, now))
        .isPresent()) {
      return new Step.Trust();
    }
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> others = underWay.putIfAbsent(account, mine);
    return others == null ? new Step.Check() : new Step.Wait(others);
  }

  private static boolean holds(Instant at, Instant now) {
    return at.plus(LIFE).isAfter(now) && !at.isAfter(now);
  }

  /// The check of a [Step.Check] has ended, however.
  void ended(String account) {
    CompletableFuture<Void> mine = underWay.remove(account);
    if (mine != null) {
      mine.complete(null);
    }
  }

  /// A check of this cluster's own has found that.
  void learn(String account, CheckedVerdict found) {
    switch (found.verdict()) {
      case Verdict.Inconclusive _ -> {}
      case Verdict.Available _ -> reached.put(account, found.at());
      case Verdict.Unavailable unavailable -> {
        // A registry that says that an image is absent has been reached. One that refuses this
        // cluster, or that it cannot reach, may do so for all images.
        if (unavailable.definite()) {
          reached.put(account, found.at());
        } else {
          reached.invalidate(account);
        }
      }
    }
  }
}
