package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `pullcheck scan` and `kubectl pullcheck` on a real API server and a real registry.
@Tag("slow")
final class ClusterScanIT {

  private static final RealApiServer CLUSTER = RealApiServer.shared();

  private static DockerRegistry registry;
  private static String namespace;

  @TempDir Path folder;

  @BeforeAll
  static void fill() throws Exception {
    registry = DockerRegistry.withLogin("ci", "secret");
    String _ = registry.push("shop/cart", "v1");
    namespace = CLUSTER.newNamespace("scan");
    String host = registry.host();
    apply(
        """
        {"apiVersion":"v1","kind":"List","items":[
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"login"},
         "type":"kubernetes.io/dockerconfigjson","stringData":{".dockerconfigjson":
         "{\\"auths\\":{\\"%1$s\\":{\\"username\\":\\"ci\\",\\"password\\":\\"secret\\"}}}"}},
        {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"puller"},
         "imagePullSecrets":[{"name":"login"}]},
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"cart","labels":{"tier":"web"}},
         "spec":{"selector":{"matchLabels":{"app":"cart"}},"template":{"metadata":{"labels":{"app":"cart"}},
         "spec":{"serviceAccountName":"puller","containers":[{"name":"main","image":"%1$s/shop/cart:v1"}]}}}},
        {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"purge"},
         "spec":{"schedule":"0 0 * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never",
         "imagePullSecrets":[{"name":"login"}],"containers":[{"name":"purge","image":"%1$s/shop/gone:v1"}]}}}}}},
        %2$s,%3$s,%4$s]}
        """
            .formatted(
                host,
                pod("bare", "", host + "/shop/bare:v1"),
                pod("replica", "ReplicaSet", host + "/shop/replica:v1"),
                pod("daemon", "DaemonSet", host + "/shop/daemon:v1")));
  }

  private static String pod(String name, String owner, String image) {
    String owners =
        owner.isEmpty()
            ? ""
            : ",\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"%s\",\"name\":\"x\",\"uid\":\"u-%s\",\"controller\":true}]"
                .formatted(owner, name);
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"%s},"spec":{"nodeName":"%s-node",
         "imagePullSecrets":[{"name":"login"}],"containers":[{"name":"main","image":"%s"}]}}
        """
        .formatted(name, owners, namespace, image);
  }

  private static void apply(String manifests) throws IOException {
    Command.Result result = CLUSTER.kubectlReading(manifests, "create", "-n", namespace, "-f", "-");
    assertThat(result.exit()).as(result.err()).isZero();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private Command.Result scan(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                PullcheckProcess.launcher().toString(),
                "scan",
                "--kubeconfig=" + CLUSTER.kubeconfig(),
                "-o",
                "json"));
    command.addAll(List.of(arguments));
    return Command.run(Map.of("HOME", folder.toString()), "", command);
  }

  /// `shop/cart:v1 available Deployment cart`, sorted.
  private static List<String> found(Command.Result result) {
    JsonNode report = JsonMapper.shared().readTree(result.out());
    return StreamSupport.stream(report.spliterator(), false)
        .map(
            each ->
                "%s %s %s %s"
                    .formatted(
                        each.path("image").asString().replaceFirst("^[^/]*/", ""),
                        each.path("state").asString(),
                        each.at("/sources/0/kind").asString(),
                        each.at("/sources/0/name").asString()))
        .sorted()
        .collect(Collectors.toList());
  }

  @Test
  void aNamespaceIsScannedWithItsOwnPullSecrets() throws Exception {
    Command.Result result = scan("--cluster", "-n", namespace);

    assertThat(found(result))
        .containsExactly(
            "shop/bare:v1 absent Pod bare",
            "shop/cart:v1 available Deployment cart",
            "shop/gone:v1 absent CronJob purge");
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
    assertThat(found(scan("--cluster", "-n", namespace, "-l", "tier=web")))
        .containsExactly("shop/cart:v1 available Deployment cart");
  }

  @Test
  void leavesNoThreadThatTheJvmWaitsForAtItsEnd() throws Exception {
    assertThat(
            LeftThreads.ofScan(
                folder,
                "--cluster",
                "--kubeconfig=" + CLUSTER.kubeconfig(),
                "--namespace=" + namespace,
                "--selector=tier=web"))
        .contains("request-0")
        .noneMatch(name -> name.contains("Poller") || name.contains("SelectorManager"));
  }

  @Test
  void aSelectorThatIsNoneIsNamedWithItsFlag() throws Exception {
    Command.Result result = scan("--cluster", "-n", namespace, "-l", "tier in (web");

    assertThat(result.err())
        .isEqualTo(
            "pullcheck: --selector: 'tier in (web' is no selector of labels"
                + " (allowed: as in kubectl, such as app=cart,tier!=test or 'tier in (web,api),!canary')\n");
    assertThat(result.exit()).isEqualTo(2);
  }

  @Test
  void anEmptyNamespaceIsTheContextsAndNotAll() throws Exception {
    assertThat(scan("--cluster", "-n", "").out()).doesNotContain(registry.host());
  }

  @Test
  void aNodeHasItsPodsAndADrainThoseThatStartElsewhere() throws Exception {
    assertThat(found(scan("--node", namespace + "-node")))
        .containsExactly(
            "shop/bare:v1 absent Pod bare",
            "shop/daemon:v1 absent Pod daemon",
            "shop/replica:v1 absent Pod replica");
    assertThat(found(scan("--drain", namespace + "-node")))
        .containsExactly("shop/replica:v1 absent Pod replica");
    Command.Result nothing = scan("--drain", "no-such-node");
    assertThat(nothing.err())
        .isEqualTo(
            "pullcheck: %s/: no pod on node no-such-node would have to start elsewhere\n"
                .formatted(CLUSTER.url()));
    assertThat(nothing.exit()).isEqualTo(2);
  }

  @Test
  void aContextThatIsNotThereAndMissingRightsAreOneLineEach() throws Exception {
    Command.Result context = scan("--cluster", "--context=other");
    assertThat(context.err())
        .isEqualTo(
            "pullcheck: --kubeconfig %s: context other is not in it\n"
                .formatted(CLUSTER.kubeconfig()));
    assertThat(context.exit()).isEqualTo(2);

    Path limited =
        Files.writeString(folder.resolve("limited"), CLUSTER.kubeconfig(RealApiServer.LIMITED));
    Command.Result denied = scan("--cluster", "-n", namespace, "--kubeconfig=" + limited);
    assertThat(denied.err())
        .contains("list deployments in namespace " + namespace + ": forbidden")
        .contains("list pods in namespace " + namespace + ": forbidden");
    assertThat(denied.exit()).isEqualTo(2);
  }

  @Test
  void kubectlRunsItAsAPlugin() throws Exception {
    Path plugins = PullcheckProcess.launcher().toAbsolutePath().getParent();
    Command.Result result =
        Command.run(
            Map.of(
                "KUBECONFIG",
                CLUSTER.kubeconfig().toString(),
                "PATH",
                plugins + ":" + System.getenv("PATH")),
            "",
            List.of(RealParts.require("kubectl").toString(), "pullcheck", "-n", namespace));

    assertThat(result.out())
        .contains("NOT AVAILABLE  " + registry.host() + "/shop/gone:v1")
        .contains("Used by CronJob " + namespace + "/purge, container purge")
        .endsWith("\n3 images: 1 available, 2 not available\n");
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
  }
}
