package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Scrape;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The exporter without a webhook, on a real API server, with rights that change nothing; and what
/// its log says of an outage.
@Tag("slow")
class ExporterAloneIT {

  private static final String VIEWER =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: exporter-alone}
      rules:
      - {apiGroups: [apps], resources: [deployments, statefulsets, daemonsets], verbs: [get, list, watch]}
      - {apiGroups: [batch], resources: [cronjobs], verbs: [get, list, watch]}
      - {apiGroups: [""], resources: [namespaces, serviceaccounts, secrets], verbs: [get, list, watch]}
      """;

  @TempDir Path folder;
  @AutoClose private static DockerRegistry registry;
  private static RealApiServer cluster;
  private static String namespace;

  @BeforeAll
  static void start() throws IOException {
    cluster = RealApiServer.shared();
    registry = DockerRegistry.open();
    namespace = cluster.newNamespace("alone");
    assertThat(cluster.kubectlReading(VIEWER, "apply", "-f", "-").exit()).isZero();
    cluster.must("create", "serviceaccount", "viewer", "-n", namespace);
    cluster.must(
        "create",
        "clusterrolebinding",
        namespace,
        "--clusterrole=exporter-alone",
        "--serviceaccount=" + namespace + ":viewer");
  }

  private PullcheckProcess serve(String... flags) throws IOException {
    String token = cluster.must("create", "token", "viewer", "-n", namespace).strip();
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig(token));
    String[] all = new String[flags.length + 3];
    all[0] = "--webhook-bind-address=";
    all[1] = "--namespaces=" + namespace;
    all[2] = "--events=false";
    System.arraycopy(flags, 0, all, 3, flags.length);
    return PullcheckProcess.start(kubeconfig, all);
  }

  @Test
  void readOnlyRightsAreEnoughAndReadinessWaitsForNoCertificate() throws Exception {
    String image = registry.push("shop/alone", "v1");
    cluster.must("create", "deployment", "cart", "--image=" + image, "-n", namespace);
    try (PullcheckProcess pullcheck = serve()) {
      assertThat(pullcheck.webhookPort()).isZero();
      int _ = Waiting.until(() -> pullcheck.get("/readyz").statusCode(), status -> status == 200);
      awaitState(pullcheck, "available");

      registry.delete("shop/alone", "v1");
      awaitState(pullcheck, "absent");
      String log = Waiting.until(pullcheck.process()::output, it -> it.contains("state=absent"));

      assertThat(log)
          .contains("webhook=off")
          .contains("synced: 1 workload, 1 image, 1 registry in ")
          .contains("first lap done: of 1 image, 0 not available")
          .contains(
              "INFO  image not found image="
                  + image
                  + " state=absent reason=manifest_unknown registry="
                  + registry.host()
                  + " workloads=1 first="
                  + namespace
                  + "/deployment/cart")
          .doesNotContain("right missing")
          .doesNotContain("forbidden");
      pullcheck.process().terminate();
      assertThat(pullcheck.process().exitStatus()).isZero();
    }
  }

  @Test
  void aTokenThatIsNotAcceptedIsSaidToBeThat() throws Exception {
    Path kubeconfig =
        Files.writeString(folder.resolve("stranger"), cluster.kubeconfig("no-such-token"));
    try (PullcheckProcess pullcheck =
        PullcheckProcess.start(kubeconfig, "--webhook-bind-address=")) {
      String log = Waiting.until(pullcheck.process()::output, it -> it.contains("credentials"));

      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains(
                      "WARN  API server does not accept our credentials; verdicts go on for what is"
                          + " known, new workloads are not seen until it does error=\"HTTP 401"));
      assertThat(pullcheck.get("/readyz").statusCode()).isEqualTo(503);
    }
  }

  // The delay is for a Service, which no terminal has.
  @Test
  void ctrlCEndsAtOnceAndASecondOneEvenWhileItStops() throws Exception {
    try (PullcheckProcess pullcheck = serve("--shutdown-delay=1h")) {
      pullcheck.process().interrupt();
      assertThat(pullcheck.process().exitStatus()).isZero();
    }
    try (PullcheckProcess pullcheck = serve("--shutdown-delay=1h")) {
      pullcheck.process().terminate();
      String _ = Waiting.until(pullcheck.process()::output, it -> it.contains("draining delay=1h"));
      pullcheck.process().interrupt();
      assertThat(pullcheck.process().exitStatus()).isEqualTo(130);
    }
  }

  private static void awaitState(PullcheckProcess pullcheck, String state) {
    Scrape _ =
        Waiting.until(pullcheck::scrape, scrape -> scrape.state(namespace, "cart").equals(state));
  }
}
