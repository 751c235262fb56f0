package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pullcheck serve` on a real API server, with the ServiceAccount's rights of `webhook-config/`
/// and no other (the chart grants the same).
class RightsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MISSING = "right missing";
  private static final String[] LEASE = {
    "get", "lease", "pullcheck", "-n=pullcheck", "--ignore-not-found"
  };
  private static final String[] CA_BUNDLE = {
    "get",
    "validatingwebhookconfiguration",
    "pullcheck",
    "-o=jsonpath={.webhooks[2].clientConfig.caBundle}"
  };

  @TempDir static Path folder;
  @AutoClose private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.start();
    cluster.must("apply", "-k", "webhook-config");
    cluster.must("create", "deployment", "cart", "--image=pullcheck.invalid/cart:v1", "-n=default");
  }

  @BeforeEach
  void install() throws IOException {
    cluster.must("delete", CA_BUNDLE[1], CA_BUNDLE[2]);
    cluster.must("delete", "lease", "-n=pullcheck", "--all");
    cluster.must("apply", "-k", "webhook-config");
  }

  /// A kubeconfig of the ServiceAccount.
  private static Path kubeconfig() throws IOException {
    var server =
        cluster.must("config", "view", "--raw", "-o=jsonpath={.clusters[0].cluster.server}");
    var token = cluster.must("create", "token", "pullcheck", "-n=pullcheck").strip();
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: pullcheck
        contexts: [{name: pullcheck, context: {cluster: c, user: u, namespace: pullcheck}}]
        clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        users: [{name: u, user: {token: "%s"}}]
        """
            .formatted(server, token));
  }

  private static Process serve(Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.pullcheck.Main",
            "serve",
            "--kubeconfig=" + kubeconfig(),
            "--namespace=pullcheck",
            "--leader-elect",
            "--bind-address=127.0.0.1:0",
            "--webhook-bind-address=127.0.0.1:0",
            "--check-period=1s",
            "--shutdown-delay=1s")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static void await(Process process, Path log, String... command) throws IOException {
    var deadline = Instant.now().plus(PATIENCE);
    while (cluster.must(command).isBlank()) {
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      assertThat(Instant.now()).as(String.join(" ", command)).isBefore(deadline);
    }
  }

  /// Serves until everything is set up, and stops.
  ///
  /// @return the log
  private static String served() throws Exception {
    var log = folder.resolve("serve.log");
    var process = serve(log);
    try {
      await(process, log, CA_BUNDLE);
      await(process, log, LEASE);
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(log);
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
