package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Waiting;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `--verify=platform` in a cluster whose control plane is of another architecture than its
/// workers: real nodes of a real API server, a real registry, kubectl, deny mode.
@Tag("slow")
final class PlacementIT {

  @AutoClose private static RealApiServer cluster;
  @AutoClose private static DockerRegistry registry;
  @AutoClose private static PullcheckProcess pullcheck;
  private static String amd64Only;
  private static String single;
  private static String missing;

  @BeforeAll
  static void start() throws Exception {
    cluster = RealApiServer.startNew();
    registry = DockerRegistry.open();
    // Two platforms make an index. The one for a single platform is pulled anywhere.
    Platform amd64 = new Platform("amd64", "linux");
    amd64Only = registry.push("shop/amd64", "v1", Set.of(amd64, new Platform("ppc64le", "linux")));
    single = registry.push("shop/single", "v1", Set.of(amd64));
    missing = registry.host() + "/shop/amd64:gone";
    create(node("control", "arm64", "{}", "{key: node-role.kubernetes.io/control-plane}"));
    create(node("worker-1", "amd64", "{pool: web, kubernetes.io/hostname: one.lan}", ""));
    create(node("worker-2", "amd64", "{pool: batch, cores: '64'}", ""));
    create(
        """
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: on-control}
        handler: runc
        scheduling:
          nodeSelector: {kubernetes.io/arch: arm64}
          tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists}]
        """);
    cluster.must("create", "namespace", "strict");
    cluster.must("label", "namespace", "strict", "pullcheck.io/mode=deny");
    cluster.must("create", "namespace", "warned");
    pullcheck =
        PullcheckProcess.start(
            cluster.kubeconfig(),
            "--namespace=default",
            "--webhook-configuration-name=placement",
            "--verify=platform",
            "--webhook-timeout=4s");
    create(webhook(pullcheck.webhookPort()));
    String _ =
        Waiting.until(
            () -> apply("strict", "probe", missing, "").err(), it -> it.contains("denied"));
  }

  @AfterAll
  static void whatIsNeededIsWatched() throws Exception {
    if (pullcheck != null) {
      assertThat(pullcheck.process().output()).doesNotContain("right missing");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain    | containers: [%s]
          selects  | {nodeSelector: {pool: web}, containers: [%s]}
          hostname | {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [one.lan]}]}]}}}, containers: [%s]}
          cores    | {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: cores, operator: Gt, values: ['32']}]}]}}}, containers: [%s]}
          old      | {nodeSelector: {beta.kubernetes.io/arch: amd64}, tolerations: [{operator: Exists}], containers: [%s]}
          nowhere  | {nodeSelector: {pool: none}, containers: [%s]}
          gone     | {nodeName: gone, containers: [%s]}
          """)
  void anImageForTheWorkersAloneIsAvailableAndNotRefused(String name, String podSpec)
      throws Exception {
    Command.Result applied = apply("strict", name, amd64Only, podSpec);

    assertThat(applied.err()).doesNotContain("image");
    assertThat(applied.exit()).isZero();
    assertThat(state("strict", name)).isEqualTo("available");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tolerates | {tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists}], containers: [%s]}
          named     | {nodeName: control, containers: [%s]}
          runtime   | {runtimeClassName: on-control, containers: [%s]}
          """)
  void whereTheControlPlaneTakesThePodItsPlatformIsNeeded(String name, String podSpec)
      throws Exception {
    assertThat(apply("strict", name, amd64Only, podSpec).err())
        .contains("denied the request", "shop/amd64:v1 has no manifest for a platform");
    assertThat(pullcheck.process().output())
        .contains(
            "deny mode refused an object kind=Deployment namespace=strict name="
                + name
                + " reason=no_matching_platform message=");

    assertThat(apply("warned", name, amd64Only, podSpec).exit()).isZero();
    assertThat(state("warned", name)).isEqualTo("absent");
  }

  /// A node pulls it and then cannot start it: no reason to refuse.
  @Test
  void aSingleManifestOfAnotherPlatformIsOnlyWarnedOf() throws Exception {
    Command.Result applied =
        apply("strict", "single", single, "{nodeName: control, containers: [%s]}");

    assertThat(applied.exit()).isZero();
    assertThat(applied.err()).contains("shop/single:v1 is for another platform than the nodes");
    assertThat(state("strict", "single")).isEqualTo("absent");
  }

  @Test
  void aNodeThatComesAndGoesCountsWhileItIsThere() throws Exception {
    String tolerates = "{tolerations: [{key: follows, operator: Exists}], containers: [%s]}";
    assertThat(apply("strict", "follows", amd64Only, tolerates).exit()).isZero();
    assertThat(state("strict", "follows")).isEqualTo("available");

    // The others' pods do not tolerate its taint.
    create(node("worker-3", "s390x", "{}", "{key: follows}"));
    String _ = Waiting.until(() -> scraped("strict", "follows"), "absent"::equals);
    cluster.must("delete", "node", "worker-3");
    String _ = Waiting.until(() -> scraped("strict", "follows"), "available"::equals);
  }

  private static String state(String namespace, String name) {
    return Waiting.until(() -> scraped(namespace, name), state -> !state.isEmpty());
  }

  private static String scraped(String namespace, String name) throws Exception {
    return pullcheck.scrape().state(namespace, name);
  }

  /// @param podSpec in flow style, with a place for the container; empty: nothing but the container
  private static Command.Result apply(String namespace, String name, String image, String podSpec)
      throws Exception {
    String spec = podSpec.isEmpty() ? "{containers: [%s]}" : podSpec;
    return cluster.kubectlReading(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: %3$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              %2$s
        """
            .formatted(name, spec.formatted("{name: main, image: '" + image + "'}"), namespace),
        "apply",
        "-f",
        "-");
  }

  private static void create(String manifest) throws Exception {
    Command.Result created = cluster.kubectlReading(manifest, "create", "-f", "-");
    assertThat(created.exit()).as(created.err()).isZero();
  }

  private static String webhook(int port) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: placement}
    webhooks:
      - name: workloads.pullcheck.io
        admissionReviewVersions: [v1]
        clientConfig: {url: "https://127.0.0.1:%d/validate"}
        failurePolicy: Ignore
        sideEffects: None
        rules:
          - apiGroups: [apps]
            apiVersions: [v1]
            resources: [deployments, daemonsets]
            operations: [CREATE]
    """
        .formatted(port);
  }

  /// As a kubelet registers it, and as the node controllers leave it when it is ready.
  private static String node(String name, String architecture, String labels, String taint) {
    String taints = taint.isEmpty() ? "" : taint.replace("}", ", effect: NoSchedule}");
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: %s, labels: %s}
    spec: {taints: [%s]}
    status: {nodeInfo: {operatingSystem: linux, architecture: %s, machineID: '', systemUUID: '',
      bootID: '', kernelVersion: '', osImage: '', containerRuntimeVersion: '', kubeletVersion: '',
      kubeProxyVersion: ''}}
    """
        .formatted(name, labels, taints, architecture);
  }
}
