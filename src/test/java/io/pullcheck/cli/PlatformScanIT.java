package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `pullcheck scan --verify=platform` in a real API server: its nodes say what an image must have.
/// There is one of amd64 and one of arm64; a label keeps the pods from other tests' nodes.
@Tag("slow")
final class PlatformScanIT {

  private static final RealApiServer CLUSTER = RealApiServer.shared();
  private static final Platform AMD64 = new Platform("amd64", "linux");
  private static final Platform ARM64 = new Platform("arm64", "linux");
  private static final Platform S390X = new Platform("s390x", "linux");

  private static DockerRegistry registry;
  private static String namespace;

  @TempDir Path folder;

  @BeforeAll
  static void fill() throws Exception {
    registry = DockerRegistry.open();
    namespace = CLUSTER.newNamespace("platforms");
    String amd64 = registry.push("shop/amd64", "v1", Set.of(AMD64));
    String both = registry.push("shop/both", "v1", Set.of(AMD64, ARM64));
    String odd = registry.push("shop/odd", "v1", Set.of(AMD64, S390X));
    create(
        node("amd64"),
        node("arm64"),
        pod("alone", amd64, "", ""),
        pod("both", both, "", ""),
        pod("odd", odd, "", ""),
        pod("selects", amd64, "", ",\"kubernetes.io/arch\":\"amd64\""),
        pod("nowhere", amd64, "", ",\"kubernetes.io/arch\":\"s390x\""),
        pod("on-arm64", amd64, "arm64", ""),
        pod("on-amd64", amd64, "amd64", ""));
  }

  @AfterAll
  static void stop() throws IOException {
    CLUSTER.must("delete", "node", name("amd64"), name("arm64"));
    registry.close();
  }

  private static String name(String architecture) {
    return namespace + "-" + architecture;
  }

  private static String node(String architecture) {
    return """
        {"apiVersion":"v1","kind":"Node","metadata":{"name":"%s","labels":{"of":"%s",
          "kubernetes.io/os":"linux","kubernetes.io/arch":"%s"}},
         "status":{"nodeInfo":{"operatingSystem":"linux","architecture":"%3$s","machineID":"","systemUUID":"",
          "bootID":"","kernelVersion":"","osImage":"","containerRuntimeVersion":"","kubeletVersion":"",
          "kubeProxyVersion":""}}}
        """
        .formatted(name(architecture), namespace, architecture);
  }

  /// @param node its architecture; empty: not placed yet
  private static String pod(String name, String image, String node, String selects) {
    String placed = node.isEmpty() ? "" : "\"nodeName\":\"%s\",".formatted(name(node));
    String owner =
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"ReplicaSet\",\"name\":\"x\",\"uid\":\"u\",\"controller\":true}";
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"%s"%s},"spec":{%s
         "nodeSelector":{"of":"%2$s"%s},"containers":[{"name":"main","image":"%s"}]}}
        """
        .formatted(
            name,
            namespace,
            node.isEmpty() ? "" : ",\"ownerReferences\":[%s]".formatted(owner),
            placed,
            selects,
            image);
  }

  private static void create(String... objects) throws IOException {
    String list =
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + String.join(",", objects) + "]}";
    Command.Result result = CLUSTER.kubectlReading(list, "create", "-f", "-");
    assertThat(result.exit()).as(result.err()).isZero();
  }

  @Test
  void anImageMustHaveThePlatformsOfTheNodesThatItsPodFits() throws IOException {
    Command.Result result = scan("--cluster", "-n", namespace);

    assertThat(found(result))
        .contains(
            "alone absent wrong_platform",
            "both available null",
            "odd absent no_matching_platform",
            "selects available null",
            // It fits no node, so nothing is known of what it needs.
            "nowhere available null");
    assertThat(result.out()).contains("linux/arm64");
    assertThat(result.exit()).as(result.err()).isEqualTo(1);
  }

  @Test
  void ofADrainedNodeThoseOfTheOtherNodesCount() throws IOException {
    assertThat(found(scan("--drain", name("arm64")))).containsExactly("on-arm64 available null");
    assertThat(found(scan("--drain", name("amd64"))))
        .containsExactly("on-amd64 absent wrong_platform");
  }

  @Test
  void namedPlatformsTakeTheNodesPlace() throws IOException {
    assertThat(found(scan("--cluster", "-n", namespace, "--platforms=linux/amd64")))
        .contains("alone available null", "odd available null");
  }

  @Test
  void whoMayNotListNodesIsTold() throws IOException {
    CLUSTER.must(
        "create",
        "rolebinding",
        "limited",
        "--clusterrole=view",
        "--user=limited",
        "-n",
        namespace);
    Path limited =
        Files.writeString(folder.resolve("limited"), CLUSTER.kubeconfig(RealApiServer.LIMITED));

    Command.Result result = scan("--cluster", "-n", namespace, "--kubeconfig=" + limited);

    assertThat(result.err()).contains("list nodes: forbidden");
    assertThat(result.exit()).isEqualTo(2);
  }

  private Command.Result scan(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                PullcheckProcess.launcher().toString(),
                "scan",
                "--kubeconfig=" + CLUSTER.kubeconfig(),
                "--verify=platform",
                "-o",
                "json"));
    command.addAll(List.of(arguments));
    return Command.run(Map.of("HOME", folder.toString()), "", command);
  }

  /// `alone absent wrong_platform` for each pod, sorted.
  private static List<String> found(Command.Result result) {
    return JsonMapper.shared()
        .readTree(result.out())
        .valueStream()
        .flatMap(each -> each.path("sources").valueStream().map(source -> line(each, source)))
        .sorted()
        .collect(Collectors.toList());
  }

  private static String line(JsonNode each, JsonNode source) {
    return "%s %s %s"
        .formatted(
            source.path("name").asString(),
            each.path("state").asString(),
            each.path("reason").isNull() ? "null" : each.path("reason").asString());
  }
}
