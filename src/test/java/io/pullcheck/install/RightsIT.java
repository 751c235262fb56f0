package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pullcheck serve` on a real API server, with the ServiceAccount's rights of `webhook-config/`
/// and no other (the chart grants the same).
@Tag("slow")
class RightsIT {
  private static final String CONFIGURATION = "validatingwebhookconfiguration/pullcheck";
  private static final String MISSING = "right missing";

  @TempDir Path folder;
  @AutoClose private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.start();
    cluster.must("apply", "-k", "webhook-config");
    cluster.must("create", "deployment", "cart", "--image=pullcheck.invalid/cart:v1", "-n=default");
  }

  @BeforeEach
  void install() throws IOException {
    cluster.must("delete", CONFIGURATION);
    cluster.must("delete", "lease", "-n=pullcheck", "--all");
    cluster.must("apply", "-k", "webhook-config");
  }

  private PullcheckProcess serve() throws IOException {
    var token = cluster.must("create", "token", "pullcheck", "-n=pullcheck").strip();
    var kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), cluster.server().kubeconfig(token));
    return PullcheckProcess.start(kubeconfig, "--namespace=pullcheck", "--leader-elect");
  }

  /// Serves as the ServiceAccount until everything is set up, and stops.
  ///
  /// @return the log
  private String served() throws Exception {
    try (var serve = serve()) {
      awaitOutput("get", CONFIGURATION, "-o=jsonpath={.webhooks[2].clientConfig.caBundle}");
      awaitOutput("get", "lease", "pullcheck", "-n=pullcheck", "--ignore-not-found");
      serve.process().terminate();
      assertThat(serve.process().exitStatus()).isZero();
      return serve.process().output();
    }
  }

  /// The whole way: the manifests, the ServiceAccount's rights, a real registry, kubectl. Only
  /// where the Service would stand, the configuration names a URL.
  @Test
  void theWarningIsSeenThroughTheUrlFormOfTheConfiguration() throws Exception {
    try (var registry = DockerRegistry.open();
        var serve = serve()) {
      for (int entry = 0; entry < 3; entry++) {
        cluster.must(
            "patch", CONFIGURATION, "--type=json", "-p", toUrl(entry, serve.webhookPort()));
      }
      var missing = registry.host() + "/shop/cart:v41";
      String[] create = {
        "create", "deployment", "d", "--dry-run=server", "-n=default", "--image=" + missing
      };
      var warning = Waiting.until(() -> cluster.kubectl(create).err(), it -> !it.isEmpty());

      assertThat(warning)
          .isEqualTo(
              "Warning: pullcheck: Deployment default/d, container cart: "
                  + missing
                  + " not found\n");
    }
  }

  private static String toUrl(int entry, int port) {
    return """
    [{"op": "remove", "path": "/webhooks/%1$d/clientConfig/service"},
     {"op": "add", "path": "/webhooks/%1$d/clientConfig/url", "value": "https://127.0.0.1:%2$d/validate"}]
    """
        .formatted(entry, port);
  }

  private static void awaitOutput(String... command) {
    var _ = Waiting.until(() -> cluster.must(command), it -> !it.isBlank());
  }

  @Test
  void withTheRightsOfTheManifestsNothingIsForbidden() throws Exception {
    assertThat(served())
        .contains("serving", "caBundle set")
        .doesNotContainIgnoringCase("forbidden")
        .doesNotContain(MISSING);
  }

  /// That the line looked for above is the right one.
  @Test
  void aRightThatIsTakenAwayIsNamed() throws Exception {
    cluster.must(
        "patch",
        "clusterrole",
        "pullcheck",
        "--type=json",
        "-p=[{op: test, path: /rules/4/resources, value: [secrets]}, {op: remove, path: /rules/4}]");

    assertThat(served()).contains("serving", MISSING);
  }
}
