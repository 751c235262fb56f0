package io.pullcheck.admission.eviction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// When the eviction of each pod was refused first, by the pod's uid. Kept for a day after the hold
/// is over, so that whoever comes back every hour is not refused for ever. Nothing else is written
/// anywhere, so each replica remembers what it refused itself. Safe for use by many threads.
final class FirstRefusals {

  private static final Duration KEPT_AFTERWARDS = Duration.ofDays(1);
  private static final int MOST = 20_000;

  private final int most;
  private final Cache<String, Instant> first;
  // The time of the last question, in nanoseconds since 1970.
  private final AtomicLong nanos = new AtomicLong();

  /// @param hold for how long a pod is refused
  FirstRefusals(Duration hold) {
    this(hold, MOST);
  }

  /// @param most pods that are remembered
  FirstRefusals(Duration hold, int most) {
    this.most = most;
    this.first =
        Caffeine.newBuilder()
            .expireAfterWrite(hold.plus(KEPT_AFTERWARDS))
            .ticker(nanos::get)
            .executor(Runnable::run)
            .build();
  }

  /// The first refusal, if there was one.
  Optional<Instant> of(String uid, Instant now) {
    tick(now);
    return Optional.ofNullable(first.getIfPresent(uid));
  }

  /// The first refusal, which is this one if there was none. Nothing where no more can be
  /// remembered: then nobody could say when the refusals must end.
  Optional<Instant> begin(String uid, Instant now) {
    tick(now);
    if (first.getIfPresent(uid) == null && first.estimatedSize() >= most) {
      first.cleanUp();
      if (first.estimatedSize() >= most) {
        return Optional.empty();
      }
    }
    return Optional.of(first.get(uid, _ -> now));
  }

  private void tick(Instant now) {
    nanos.set(TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
  }
}
