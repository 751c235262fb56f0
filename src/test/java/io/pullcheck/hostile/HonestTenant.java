package io.pullcheck.hostile;

import io.pullcheck.testing.InProcessRegistry;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Somebody with one image in a registry of their own, who wants to know when it is gone.
final class HonestTenant implements AutoCloseable {

  private static final String REPOSITORY = "shop/honest";
  private static final String NAME = "honest";

  private final InProcessRegistry registry = new InProcessRegistry();
  private final Tenant tenant;

  HonestTenant(RealApiServer cluster, String namespace) throws IOException {
    tenant = new Tenant(cluster, namespace);
    tenant.deploy(NAME, List.of(registry.put(REPOSITORY, "v1")), List.of());
  }

  /// Its name.
  String image() {
    return registry.host() + "/" + REPOSITORY + ":v1";
  }

  /// The registry.
  String host() {
    return registry.host();
  }

  /// Waits until Pullcheck knows the image.
  void awaitKnown(SmallServe serve) {
    await(serve, "available");
  }

  /// Takes the image away, and returns how long Pullcheck takes to see that.
  Duration notices(SmallServe serve) {
    long begun = System.nanoTime();
    registry.delete(REPOSITORY, "v1");
    await(serve, "absent");
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private void await(SmallServe serve, String state) {
    String _ =
        Waiting.until(
            () ->
                serve.process().process().isAlive()
                    ? serve.process().scrape().state(tenant.namespace(), NAME)
                    : "pullcheck has ended",
            seen -> seen.equals(state) || seen.startsWith("pullcheck"));
  }

  @Override
  public void close() {
    registry.close();
    tenant.close();
  }
}
