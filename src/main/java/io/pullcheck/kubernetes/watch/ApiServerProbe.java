package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.kubernetes.ApiFailure;
import java.util.concurrent.atomic.AtomicBoolean;

/// Asks the API server for its version, to hear that it is away: a watch that has lost its
/// connection is begun anew again and again by the client, without a word to anybody.
final class ApiServerProbe implements Runnable {

  private final KubernetesClient client;
  private final ApiServerContact contact;
  private final AtomicBoolean asking = new AtomicBoolean();

  ApiServerProbe(KubernetesClient client, ApiServerContact contact) {
    this.client = client;
    this.contact = contact;
  }

  /// Does not block, and does nothing while the last answer is still waited for.
  @Override
  public void run() {
    if (asking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("API server probe").start(this::ask);
    }
  }

  private void ask() {
    try {
      String _ = client.raw("/version");
      contact.found();
    } catch (RuntimeException e) {
      // Whoever says that we lack the right, or that there is no such page, is there. A client that
      // is closed meanwhile throws something else.
      if (ApiFailure.of(e) == ApiFailure.UNREACHABLE) {
        contact.lost(e);
      } else {
        contact.found();
      }
    } finally {
      asking.set(false);
    }
  }
}
