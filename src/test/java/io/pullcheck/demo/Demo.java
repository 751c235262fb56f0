package io.pullcheck.demo;

import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Shows the main job on a bare machine, step by step, each checked: with `-Ddemo.exit=true` it
/// ends after its story with 0, or with 1 if a step did not come true; else it stays up until
/// Ctrl-C.
final class Demo {

  private static final String NAMESPACE = "shop";

  private final DemoCluster cluster;
  private final DemoRegistry registry;
  private final PullcheckProcess pullcheck;

  private Demo(DemoCluster cluster, DemoRegistry registry, PullcheckProcess pullcheck) {
    this.cluster = cluster;
    this.registry = registry;
    this.pullcheck = pullcheck;
  }

  public static void main(String[] args) throws Exception {
    int status = 0;
    try (DemoCluster cluster = DemoCluster.start();
        DemoRegistry registry = DemoRegistry.start();
        PullcheckProcess pullcheck = start(cluster, registry)) {
      say("");
      say("API server: " + cluster.description() + "; registry: " + registry.description());
      Demo demo = new Demo(cluster, registry, pullcheck);
      try {
        demo.tell();
      } catch (AssertionError e) {
        say("");
        say("This did not come true: " + e.getMessage());
        status = 1;
      }
      if (!Boolean.getBoolean("demo.exit")) {
        say("The status page stays open at " + pullcheck.management("/") + " until Ctrl-C.");
        new CountDownLatch(1).await();
      }
    }
    System.exit(status);
  }

  private static PullcheckProcess start(DemoCluster cluster, DemoRegistry registry)
      throws Exception {
    String _ = cluster.apply(NAMESPACE, DemoManifests.namespace(NAMESPACE));
    String _ = cluster.apply("pullcheck", DemoManifests.namespace("pullcheck"));
    Path settings = Files.createTempFile("pullcheck", ".yaml");
    settings.toFile().deleteOnExit();
    Files.writeString(settings, DemoManifests.settings(registry.host()));
    return PullcheckProcess.start(
        cluster.kubeconfig(), "--namespace=pullcheck", "--config=" + settings);
  }

  private void tell() throws Exception {
    String _ = cluster.apply("", DemoManifests.configuration(pullcheck.webhookPort()));
    String _ = Waiting.until(cluster::caBundle, bundle -> !bundle.isEmpty());
    String good = registry.push("shop/cart", "v1");
    String missing = registry.host() + "/shop/cart:v41";
    // A real API server takes up a changed configuration a moment later.
    String _ =
        Waiting.until(
            () ->
                cluster.apply(
                    NAMESPACE, DemoManifests.deployment("probe", registry.host() + "/probe:none")),
            printed -> printed.contains("Warning"));

    say("");
    say("An image that is there is deployed without a word:");
    apply("cart", good, printed -> !printed.contains("Warning"));

    say(
        "One whose tag was mistyped is deployed too, but kubectl prints what the webhook warns of:");
    apply(
        "checkout",
        missing,
        printed -> printed.contains("Warning: ") && printed.contains("not found"));

    say("The exporter says the same to Prometheus:");
    await("cart", "available");
    await("checkout", "absent");

    say(
        "Now the registry's clean-up deletes "
            + good
            + ", while its Deployment runs on untouched:");
    registry.delete("shop/cart", "v1");
    await("cart", "absent");

    say("Somebody is alerted by day, and pushes it again:");
    String _ = registry.push("shop/cart", "v1");
    await("cart", "available");
  }

  private interface Expectation {
    boolean holds(String printed);
  }

  private void apply(String name, String image, Expectation expectation) throws Exception {
    say("  $ kubectl apply -f " + name + ".yaml        # image: " + image);
    String printed = cluster.apply(NAMESPACE, DemoManifests.deployment(name, image));
    printed.lines().forEach(line -> say("  " + line));
    say("");
    if (!expectation.holds(printed)) {
      throw new AssertionError("kubectl printed something else");
    }
  }

  private void await(String name, String state) {
    var _ = Waiting.until(pullcheck::scrape, scrape -> scrape.state(NAMESPACE, name).equals(state));
    say(
        "  k8s_image_availability_exporter_%s{namespace=\"shop\",name=\"%s\",…} 1"
            .formatted(state, name));
    say("");
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
