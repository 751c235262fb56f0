package io.pullcheck.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.testing.TestingVerdicts;
import io.pullcheck.testing.Waiting;
import io.pullcheck.webhook.WebhookCluster.Printed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a user of kubectl sees, on a real API server.
class AdmissionIT {

  private static final Path SIX_OBJECTS =
      Path.of("src/test/resources/objects/one-missing-image.yaml");

  private static WebhookCluster cluster;
  private static Replica replica;

  @BeforeAll
  static void start() throws Exception {
    cluster = new WebhookCluster();
    cluster.namespace("shop", Map.of());
    cluster.namespace("strict", Map.of("pullcheck.io/mode", "deny"));
    cluster.namespace("typo", Map.of("pullcheck.io/mode", "Deny"));
    cluster.namespace("again", Map.of());
    cluster.namespace("silent", Map.of("pullcheck.io/mode", "off"));
    TestingVerdicts verdicts =
        new TestingVerdicts(Instant.now())
            .set("reg.io/shop/cart:gone", Reason.MANIFEST_UNKNOWN)
            .set("reg.io/shop/cart:down", Reason.CONNECT)
            .set("reg.io/shop/\ud83d\ude00\t:bad", Reason.INVALID_REFERENCE)
            .hang("reg.io/shop/cart:slow");
    replica = new Replica(cluster, verdicts);
    cluster.configure(replica.port());
    replica.start();
    Waiting.eventually(
        () -> apply("shop", "probe", "reg.io/shop/cart:gone").text().contains("Warning"));
  }

  @AfterAll
  static void stop() throws Exception {
    replica.close();
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gone | Warning: pullcheck: Deployment shop/gone, container web: reg.io/shop/cart:gone not found
          down | Warning: pullcheck: Deployment shop/down, container web: reg.io/shop/cart:down not verified: the registry cannot be connected to
          slow | Warning: pullcheck: Deployment shop/slow, container web: reg.io/shop/cart:slow not verified: the registry did not answer within 1s
          """)
  void anImageThatIsNotAvailableWarnsAndTheObjectIsCreated(String tag, String warning) {
    assertThat(apply("shop", tag, "reg.io/shop/cart:" + tag))
        .isEqualTo(new Printed(0, warning + "\ndeployment.apps/" + tag + " created\n"));
  }

  @Test
  void anAvailableImageIsCreatedWithoutAWord() {
    assertThat(apply("shop", "good", "reg.io/shop/cart:v1"))
        .isEqualTo(new Printed(0, "deployment.apps/good created\n"));
  }

  @Test
  void anImageWithWildCharactersStillWarns() {
    assertThat(apply("shop", "wild", "reg.io/shop/\ud83d\ude00\\t:bad").text())
        .startsWith(
            "Warning: pullcheck: Deployment shop/wild, container web: reg.io/shop/??:bad not a valid");
  }

  @Test
  void denyModeRefusesWhatIsAbsentAndTheMessageSaysHowToMendIt() {
    Printed printed = apply("strict", "gone", "reg.io/shop/cart:gone");
    assertThat(printed.exit()).isNotZero();
    assertThat(printed.text())
        .contains(
            "admission webhook \"workloads.pullcheck.io\" denied the request: "
                + "pullcheck: Deployment strict/gone, container web: reg.io/shop/cart:gone not found. "
                + "Push the tag again, or change the workload to one that exists.");
  }

  @Test
  void denyModeOnlyWarnsOfWhatIsUncertain() {
    assertThat(apply("strict", "down", "reg.io/shop/cart:down"))
        .isEqualTo(
            new Printed(
                0,
                "Warning: pullcheck: Deployment strict/down, container web: reg.io/shop/cart:down "
                    + "not verified: the registry cannot be connected to\n"
                    + "deployment.apps/down created\n"));
  }

  @ParameterizedTest
  @CsvSource({"shop, 0, Warning:", "strict, 1, denied the request:"})
  void kubectlDebugHearsOfItsOwnImageAlone(String namespace, int exit, String word)
      throws Exception {
    Printed created =
        cluster.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              namespace: %s
              name: debugged
              ownerReferences:
                - {apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: u, controller: true}
            spec: {containers: [{name: app, image: "reg.io/shop/cart:gone"}]}
            """
                .formatted(namespace));
    assertThat(created.exit()).isZero();

    Printed good = cluster.debug(namespace, "debugged", "reg.io/shop/tools:v1");
    Printed gone = cluster.debug(namespace, "debugged", "reg.io/shop/cart:gone");

    assertThat(good).extracting(Printed::exit).isEqualTo(0);
    assertThat(good.text()).doesNotContain("reg.io/shop/cart:gone");
    assertThat(gone.exit()).isEqualTo(exit);
    assertThat(gone.text())
        .containsPattern(
            word
                + " pullcheck: Pod "
                + namespace
                + "/debugged, ephemeral container debugger-[a-z0-9]+: reg.io/shop/cart:gone not found");
  }

  /// kubectl prints a text once, however many objects it holds for.
  @Test
  void sixObjectsWithOneMissingImagePrintSixWarnings() throws Exception {
    Printed printed = cluster.create("shop", Files.readString(SIX_OBJECTS));

    assertThat(printed.exit()).isZero();
    assertThat(printed.text().lines().filter(line -> line.startsWith("Warning:")))
        .containsExactly(
            "Warning: pullcheck: Deployment shop/cart, container main: reg.io/shop/cart:gone not found",
            "Warning: pullcheck: Deployment shop/search, init container migrate: reg.io/shop/cart:gone not found",
            "Warning: pullcheck: StatefulSet shop/db, image volume models: reg.io/shop/cart:gone not found",
            "Warning: pullcheck: CronJob shop/purge, container main: reg.io/shop/cart:gone not found",
            "Warning: pullcheck: Job shop/load, container main: reg.io/shop/cart:gone not found",
            "Warning: pullcheck: Pod shop/web-*, container main: reg.io/shop/cart:gone not found");
  }

  @Test
  void aModeThatNobodyKnowsIsTold() {
    assertThat(apply("typo", "good", "reg.io/shop/cart:v1"))
        .isEqualTo(
            new Printed(
                0,
                "Warning: pullcheck: Namespace typo: the value of its label pullcheck.io/mode is "
                    + "unknown, so it only warns; set it to warn, deny or off\n"
                    + "deployment.apps/good created\n"));
  }

  @Test
  void podsThatAreStartedAnewAreWarnedOf() throws Exception {
    String warning = "Warning: pullcheck: %s, container main: reg.io/shop/cart:gone not found\n";
    cluster.create("again", Files.readString(SIX_OBJECTS));

    assertThat(cluster.kubectl("again", "rollout", "restart", "deployment/cart"))
        .isEqualTo(
            new Printed(
                0,
                warning.formatted("Deployment again/cart") + "deployment.apps/cart restarted\n"));
    assertThat(cluster.kubectl("again", "create", "job", "now", "--from=cronjob/purge"))
        .isEqualTo(new Printed(0, warning.formatted("Job again/now") + "job.batch/now created\n"));
  }

  @Test
  void aSilentNamespaceHearsNothing() {
    assertThat(apply("silent", "gone", "reg.io/shop/cart:gone"))
        .isEqualTo(new Printed(0, "deployment.apps/gone created\n"));
  }

  static Printed apply(String namespace, String name, String image) {
    String manifest =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: %s}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "%s"}]}
        """
            .formatted(name, namespace, image);
    try {
      return cluster.apply(manifest);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
