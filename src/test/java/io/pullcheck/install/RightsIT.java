package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pullcheck serve` on a real API server, with the ServiceAccount's rights of `webhook-config/`
/// and no other (the chart grants the same).
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

  /// Serves as the ServiceAccount until everything is set up, and stops.
  ///
  /// @return the log
  private String served() throws Exception {
    var token = cluster.must("create", "token", "pullcheck", "-n=pullcheck").strip();
    var kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), cluster.server().kubeconfig(token));
    try (var serve =
        PullcheckProcess.start(kubeconfig, "--namespace=pullcheck", "--leader-elect")) {
      awaitOutput("get", CONFIGURATION, "-o=jsonpath={.webhooks[2].clientConfig.caBundle}");
      awaitOutput("get", "lease", "pullcheck", "-n=pullcheck", "--ignore-not-found");
      serve.process().terminate();
      assertThat(serve.process().exitStatus()).isZero();
      return serve.process().output();
    }
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
        "-p=[{op: test, path: /rules/3/resources, value: [secrets]}, {op: remove, path: /rules/3}]");

    assertThat(served()).contains("serving", MISSING);
  }
}
