package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the API server asks about under `webhook-config/`, and what not. A CEL expression that
/// fails to evaluate is silent under `failurePolicy: Ignore`: so each condition is tried both ways,
/// and in the end the API server must not have counted a single failure.
@Tag("slow")
class WebhookConfigurationIT {
  private static final Path CONFIGURATION =
      Path.of("webhook-config/validating-webhook-configuration.yaml");
  private static final String FAILURES =
      "apiserver_admission_match_condition_evaluation_errors_total";
  private static final String EXCLUSIONS = "apiserver_admission_match_condition_exclusions_total";

  @TempDir static Path folder;
  private static Certificates certificates;
  @AutoClose private static Cluster cluster;
  @AutoClose private static TestingWebhook webhook;

  @BeforeAll
  static void install() throws Exception {
    cluster = Cluster.start();
    certificates = new Certificates(folder).made("ca").made("leaf", "--san", "127.0.0.1");
    webhook = TestingWebhook.start(certificates, "asked");
    cluster.must("create", "namespace", "pullcheck");
    cluster.must(
        "create",
        "clusterrolebinding",
        "all",
        "--clusterrole=cluster-admin",
        "--group=system:nodes",
        "--group=system:authenticated");
    var configuration = webhook.reachedByUrl(Chart.yaml(CONFIGURATION), certificates);
    assertThat(cluster.kubectlReading(configuration.toString(), "apply", "-f", "-").exit())
        .isZero();
    awaitAsked(Kind.DEPLOYMENT, Kind.CRONJOB, Kind.POD);
  }

  private static void awaitAsked(Kind... kinds) throws Exception {
    for (var kind : kinds) {
      var manifest = kind.manifest("default", "probe", "");
      boolean _ = Waiting.until(() -> asked(create(manifest, "--dry-run=server")), it -> it);
    }
  }

  @AfterAll
  static void noConditionFailedToEvaluate() throws Exception {
    if (cluster == null) {
      return; // skipped
    }
    assertThat(metric(FAILURES, "pullcheck.io")).isEmpty();
    assertThat(metric(EXCLUSIONS, "workloads.pullcheck.io")).isNotEmpty();
    assertThat(metric(EXCLUSIONS, "cronjobs.pullcheck.io")).isNotEmpty();
    assertThat(metric(EXCLUSIONS, "pods.pullcheck.io")).isNotEmpty();
  }

  private static String metric(String name, String webhook) throws Exception {
    return cluster
        .must("get", "--raw", "/metrics")
        .lines()
        .filter(it -> it.startsWith(name + "{") && it.contains(webhook + "\""))
        .collect(Collectors.joining("\n"));
  }

  private static boolean asked(Command.Result result) {
    assertThat(result.exit()).as(result.err()).isZero();
    return result.err().contains("Warning: asked: ");
  }

  private static Command.Result create(String manifest, String... options) throws Exception {
    var arguments = Stream.concat(Stream.of("create", "-f", "-"), Stream.of(options));
    return cluster.kubectlReading(manifest, arguments.toArray(String[]::new));
  }

  private static Command.Result changePodSpec(Kind kind, String name) throws Exception {
    return cluster.kubectl(
        "patch", kind.toString(), name, "--type=json", "-p", kind.podSpecPatch());
  }

  @ParameterizedTest
  @MethodSource("io.pullcheck.install.Kind#all")
  void isAskedWhenAWorkloadIsCreated(Kind kind) throws Exception {
    var result = create(kind.manifest("default", "created", ""));

    assertThat(result.err()).contains("Warning: asked: CREATE " + kind + " default created");
  }

  @ParameterizedTest
  @MethodSource("io.pullcheck.install.Kind#all")
  void isAskedWhenThePodSpecChanges(Kind kind) throws Exception {
    create(kind.manifest("default", "changing", ""));

    var result = changePodSpec(kind, "changing");

    assertThat(result.err()).contains("Warning: asked: UPDATE " + kind + " default changing");
  }

  @ParameterizedTest
  @MethodSource("io.pullcheck.install.Kind#all")
  void isNotAskedWhenSomethingElseChanges(Kind kind) throws Exception {
    create(kind.manifest("default", "labelled", ""));

    assertThat(asked(cluster.kubectl("label", kind.toString(), "labelled", "colour=red")))
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("io.pullcheck.install.Kind#all")
  void isNotAskedAboutWhatIsBeingDeleted(Kind kind) throws Exception {
    create(kind.manifest("default", "deleted", "finalizers: [example.com/wait]"));
    cluster.must("delete", kind.toString(), "deleted", "--wait=false");

    assertThat(asked(changePodSpec(kind, "deleted"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1, ReplicaSet, 'controller: true', false",
    "v1, ReplicationController, 'controller: true', false",
    "apps/v1, ReplicaSet, 'controller: false', true",
    "apps/v1, ReplicaSet, 'blockOwnerDeletion: false', true",
    "example.com/v1, ReplicaSet, 'controller: true', true",
    "core.strimzi.io/v1beta2, StrimziPodSet, 'controller: true', true",
    "argoproj.io/v1alpha1, Rollout, 'controller: true', true"
  })
  void isNotAskedAboutWhatAWorkloadOwns(
      String version, String owning, String reference, boolean asked) throws Exception {
    var owner =
        "{apiVersion: %s, kind: %s, name: o, uid: u, %s}".formatted(version, owning, reference);
    for (var kind : Kind.all().toList()) {
      var manifest = kind.manifest("default", "owned", "ownerReferences: [" + owner + "]");

      assertThat(asked(create(manifest, "--dry-run=server"))).as(kind.toString()).isEqualTo(asked);
    }
  }

  /// Its container stands in no template, so it counts whoever made the pod.
  @Test
  void isAskedWhenAPodIsDebuggedAlthoughAWorkloadOwnsIt() throws Exception {
    var owner = "{apiVersion: apps/v1, kind: ReplicaSet, name: o, uid: u, controller: true}";
    create(Kind.POD.manifest("default", "debugged", "ownerReferences: [" + owner + "]"));

    var result =
        cluster.kubectl("debug", "debugged", "--image=registry.example.com/sh:v1", "-n=default");

    assertThat(result.err()).contains("Warning: asked: UPDATE Pod default debugged");
  }

  @ParameterizedTest
  @CsvSource({"system:nodes, false", "system:masters, true"})
  void isNotAskedByANode(String group, boolean asked) throws Exception {
    for (var kind : Kind.all().toList()) {
      var manifest = kind.manifest("default", "mirror", "");

      var result =
          create(manifest, "--dry-run=server", "--as=system:node:a", "--as-group=" + group);

      assertThat(asked(result)).as(kind.toString()).isEqualTo(asked);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kube-system, , false",
    "kube-node-lease, , false",
    "pullcheck, , false",
    "switched-off, off, false",
    "strict, deny, true",
    "unlabelled, , true"
  })
  void isAskedForTheNamespacesThatAreNotLeftOut(String namespace, String mode, boolean asked)
      throws Exception {
    cluster.kubectl("create", "namespace", namespace);
    if (mode != null) {
      cluster.must("label", "namespace", namespace, "pullcheck.io/mode=" + mode);
    }
    for (var kind : new Kind[] {Kind.DEPLOYMENT, Kind.CRONJOB, Kind.POD}) {
      var manifest = kind.manifest(namespace, "somewhere", "");

      assertThat(asked(create(manifest, "--dry-run=server"))).as(kind.toString()).isEqualTo(asked);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet"})
  void isAskedWhenPodsAreStartedAnew(String word) throws Exception {
    var kind = Kind.all().filter(each -> each.toString().equals(word)).findFirst().orElseThrow();
    create(kind.manifest("default", "restarted", ""));

    var result = cluster.kubectl("rollout", "restart", word + "/restarted", "-n=default");

    assertThat(result.err()).contains("Warning: asked: UPDATE " + word + " default restarted");
  }

  /// The CronJob controls it, but it is somebody's own, who waits for its pods now.
  @Test
  void isAskedWhenAJobIsStartedByHand() throws Exception {
    create(Kind.CRONJOB.manifest("default", "nightly", ""));

    var result =
        cluster.kubectl("create", "job", "by-hand", "--from=cronjob/nightly", "-n=default");

    assertThat(result.err()).contains("Warning: asked: CREATE Job default by-hand");
  }

  @Test
  void isNotAskedToScaleOrToDelete() throws Exception {
    create(Kind.DEPLOYMENT.manifest("default", "scaled", ""));

    assertThat(asked(cluster.kubectl("scale", "deployment", "scaled", "--replicas=3"))).isFalse();
    assertThat(asked(cluster.kubectl("delete", "deployment", "scaled"))).isFalse();
  }

  /// Comparing two big pod specs stays within the API server's budget for conditions.
  @Test
  void isAskedAboutHugeWorkloads() throws Exception {
    var containers =
        IntStream.range(0, 5000)
            .mapToObj(
                i -> "{name: c%d, image: 'registry.example.com/team/service:%d'}".formatted(i, i))
            .collect(Collectors.joining(", ", "containers: [", "]"));
    var manifest =
        Kind.DEPLOYMENT
            .manifest("default", "huge", "")
            .replaceFirst("containers: \\[.*?]", containers);

    assertThat(asked(create(manifest))).isTrue();
    assertThat(asked(changePodSpec(Kind.DEPLOYMENT, "huge"))).isTrue();
    assertThat(asked(cluster.kubectl("label", "deployment", "huge", "colour=red"))).isFalse();
  }

  /// That the metric looked at in the end is the right one.
  @Test
  void aConditionThatFailsToEvaluateIsCountedAndSilent() throws Exception {
    var control =
        Files.readString(CONFIGURATION)
            .replace("name: pullcheck\n", "name: control\n")
            .replace("pullcheck.io\n", "example.com\n")
            .replace(
                "!has(object.metadata.deletionTimestamp)", "object.metadata.missing.name == ''");
    var configuration = webhook.reachedByUrl(Chart.objects(control).getFirst(), certificates);
    cluster.kubectlReading(configuration.toString(), "apply", "-f", "-");

    var counted =
        Waiting.until(
            () -> {
              create(Kind.POD.manifest("default", "control", ""), "--dry-run=server");
              return metric(FAILURES, "pods.example.com");
            },
            it -> !it.isEmpty());

    assertThat(counted).contains("operation=\"CREATE\"");

    cluster.must("delete", "validatingwebhookconfiguration", "control");
  }
}
