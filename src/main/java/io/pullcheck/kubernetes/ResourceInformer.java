package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One resource, listed and watched until it is closed, whatever happens in between. fabric8's
/// informer ends for good when the list is forbidden or cannot be decoded; then a new one takes its
/// place after a while and goes on with the same store, so that what was deleted meanwhile is
/// reported. An API server that is away is waited for, and nothing is reported until it has
/// answered with a whole list.
final class ResourceInformer<T extends ApiObject> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ResourceInformer.class);

  /// What all informers of a cluster share.
  ///
  /// @param retry how long after it ended an informer is started anew
  record Surroundings(
      MissingRights rights,
      ApiServerContact contact,
      ScheduledExecutorService scheduler,
      Duration retry) {}

  private final Right right;
  private final Supplier<SharedIndexInformer<T>> informers;
  private final ReportingStore<T> store;
  private final Surroundings surroundings;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private @Nullable SharedIndexInformer<T> current;
  private boolean closed;

  /// @param right that it needs
  /// @param informers makes one that has not been started
  ResourceInformer(
      Right right,
      Supplier<SharedIndexInformer<T>> informers,
      ReportingStore<T> store,
      Surroundings surroundings) {
    this.right = right;
    this.informers = informers;
    this.store = store;
    this.surroundings = surroundings;
  }

  /// Returns at once.
  synchronized void start() {
    if (closed) {
      return;
    }
    SharedIndexInformer<T> informer = informers.get();
    informer.removeIndexer(Cache.NAMESPACE_INDEX);
    informer.itemStore(store);
    informer.exceptionHandler((_, failure) -> waitsFor(failure));
    var _ = informer.stopped().whenComplete((_, failure) -> ended(informer, failure));
    current = informer;
    var _ = informer.start().thenRun(this::granted);
  }

  /// Completes when the first whole list has been reported, or when it turned out that we may not
  /// have one.
  CompletableFuture<Void> settled() {
    return settled;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (current != null) {
      current.stop();
    }
  }

  private void granted() {
    surroundings.rights().granted(right);
    surroundings.contact().found();
    settled.complete(null);
  }

  private boolean waitsFor(Throwable failure) {
    return switch (ApiFailure.of(failure)) {
      case UNREACHABLE -> {
        surroundings.contact().lost(failure);
        yield true;
      }
      case FORBIDDEN, NOT_FOUND -> {
        surroundings.rights().denied(right);
        settled.complete(null);
        yield false;
      }
      case OTHER -> {
        log.atWarn()
            .addKeyValue("right", right)
            .setCause(failure)
            .log("informer ended; it starts anew");
        yield false;
      }
    };
  }

  private synchronized void ended(SharedIndexInformer<T> informer, @Nullable Throwable failure) {
    if (failure == null || closed) {
      return;
    }
    current = null;
    informer.stop();
    var _ =
        surroundings
            .scheduler()
            .schedule(this::start, surroundings.retry().toMillis(), TimeUnit.MILLISECONDS);
  }
}
