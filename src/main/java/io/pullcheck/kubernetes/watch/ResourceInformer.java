package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Right;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lists and watches one resource until it is closed, whatever errors come in between.
///
/// fabric8's informer ends for good when the list is forbidden or cannot be decoded, and without a
/// word when a request cannot even be made (no token to be had). Then a new one takes its place
/// after a while and goes on with the same store, so that what was deleted meanwhile is reported.
/// An API server that is away is waited for, and nothing is reported until it has answered with a
/// whole list.
final class ResourceInformer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ResourceInformer.class);

  // In multiples of the retry interval: far longer than any list takes.
  private static final int PATIENCE = 10;

  /// What all informers of a cluster share.
  ///
  /// @param retry how long after it ended an informer is started anew
  /// @param silence how long a watch may bring nothing, not even a bookmark, which an API server
  ///   sends every minute: after that, its connection is dead and nobody has said so
  record InformerContext(
      MissingRights rights,
      ApiServerContact contact,
      ScheduledExecutorService scheduler,
      Duration retry,
      Duration silence) {}

  private final Right right;
  private final Supplier<SharedIndexInformer<ApiObject>> informers;
  private final ReportingStore store;
  private final InformerContext context;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private @Nullable SharedIndexInformer<ApiObject> current;
  private volatile boolean closed;

  /// @param right that it needs
  /// @param informers makes one that has not been started
  ResourceInformer(
      Right right,
      Supplier<SharedIndexInformer<ApiObject>> informers,
      ReportingStore store,
      InformerContext context) {
    this.right = right;
    this.informers = informers;
    this.store = store;
    this.context = context;
  }

  /// Returns at once.
  synchronized void start() {
    if (closed) {
      return;
    }
    try {
      start(informers.get());
    } catch (RuntimeException e) {
      // Nothing else would start it again.
      var _ = waitsFor(e);
      later(1, this::start);
    }
  }

  private void start(SharedIndexInformer<ApiObject> informer) {
    informer.removeIndexer(Cache.NAMESPACE_INDEX);
    informer.itemStore(store);
    informer.exceptionHandler((_, failure) -> waitsFor(failure));
    var _ = informer.stopped().whenComplete((_, failure) -> ended(informer, failure));
    current = informer;
    later(PATIENCE, () -> replaceUnlessWatching(informer));
    after(context.silence(), () -> replaceIfDeaf(informer, ""));
    try {
      var _ = informer.start().thenRun(this::granted);
    } catch (RuntimeException e) {
      var _ = waitsFor(e);
      ended(informer, e);
    }
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

  /// Closes, and reports all objects as gone: nobody has them any more.
  void withdraw() {
    close();
    store.withdraw();
  }

  /// Lists anew, and reports every object once more: what decides about them has changed.
  synchronized void again() {
    store.forgetVersions();
    if (current != null) {
      replace(current);
    }
  }

  private void granted() {
    context.rights().granted(right);
    context.contact().found();
    settled.complete(null);
  }

  private boolean waitsFor(Throwable failure) {
    if (closed) {
      return false;
    }
    return switch (ApiFailure.of(failure)) {
      case UNREACHABLE -> {
        context.contact().lost(failure);
        yield true;
      }
      case FORBIDDEN -> {
        context.rights().denied(right);
        settled.complete(null);
        yield false;
      }
      case NOT_FOUND -> {
        // Whoever asked for a CRD's resource is about to hear of it.
        if (!right.isOfCustomResource()) {
          context.rights().denied(right);
        }
        settled.complete(null);
        yield false;
      }
      case CONFLICT, OTHER -> {
        log.atWarn()
            .addKeyValue("right", right)
            .setCause(failure)
            .log("informer ended; it starts anew");
        yield false;
      }
    };
  }

  private synchronized void ended(
      SharedIndexInformer<ApiObject> informer, @Nullable Throwable failure) {
    if (failure != null && informer.equals(current)) {
      replace(informer);
    }
  }

  // After a while, because events that the old informer still holds must not be reported after what
  // the new one lists.
  private void replace(SharedIndexInformer<ApiObject> informer) {
    current = null;
    informer.stop();
    later(1, this::start);
  }

  private synchronized void replaceUnlessWatching(SharedIndexInformer<ApiObject> informer) {
    if (closed || !informer.equals(current)) {
      return;
    }
    if (informer.isWatching()) {
      later(PATIENCE, () -> replaceUnlessWatching(informer));
    } else {
      replace(informer);
    }
  }

  // A stopped process or a lost packet can leave a connection that never ends and brings nothing.
  private synchronized void replaceIfDeaf(SharedIndexInformer<ApiObject> informer, String before) {
    if (closed || !informer.equals(current)) {
      return;
    }
    String version = String.valueOf(informer.lastSyncResourceVersion());
    if (informer.isWatching() && version.equals(before)) {
      log.atInfo().addKeyValue("right", right).log("watch is silent; it starts anew");
      replace(informer);
    } else {
      after(context.silence(), () -> replaceIfDeaf(informer, version));
    }
  }

  private void later(int retries, Runnable task) {
    after(context.retry().multipliedBy(retries), task);
  }

  private void after(Duration delay, Runnable task) {
    if (!closed) {
      var _ = context.scheduler().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
