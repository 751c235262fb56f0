package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `--verify=platform` and `layers` on real images in a real registry, and for the nodes of a real
/// API server.
@Tag("slow")
final class VerifyIT {

  private static final Set<Platform> BOTH =
      Set.of(new Platform("amd64", "linux"), new Platform("arm64", "linux"));

  private static DockerRegistry registry;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    registry = DockerRegistry.open();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void anIndexMustHaveWhatIsThereForEachPlatform() throws Exception {
    String image = registry.push("shop/both", "v1", BOTH);

    assertThat(scan("--verify=platform", "--platforms=linux/amd64,linux/arm64", image).exit())
        .isZero();
    assertThat(scan("--verify=platform", "--platforms=linux/s390x", image).out())
        .contains("[no_matching_platform]");

    registry.remove("shop/both", "manifests/" + child("shop/both", "v1", "arm64"));
    assertThat(scan("--verify=platform", "--platforms=linux/arm64", image).out())
        .contains("[child_missing]");
    assertThat(scan("--verify=layers", "--platforms=linux/amd64", image).exit()).isZero();
  }

  @Test
  void aLayerThatTheRegistryLostIsFoundWhereItsConfigurationAsksForLayers() throws Exception {
    String image = registry.push("shop/single", "v1");
    String layer =
        json("shop/single", "manifests/v1").path("layers").get(0).path("digest").asString();
    registry.remove("shop/single", "blobs/" + layer);
    Path config =
        Files.writeString(
            folder.resolve("registries.yaml"),
            "registries:\n- host: %s\n  verify: layers\n".formatted(registry.host()));

    assertThat(scan(image).exit()).isZero();
    assertThat(scan("--config=" + config, "--platforms=linux/amd64", image).out())
        .contains("[blob_missing]");
    assertThat(scan("--verify=platform", "--platforms=linux/arm64", image).out())
        .contains("[wrong_platform]");
  }

  @Test
  void withoutNodesThePlatformsMustBeNamed() throws IOException {
    Command.Result result = scan("--verify=layers", "nginx");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "pullcheck: --verify: platform and layers need --platforms=OS/ARCH,… where there are no"
                + " nodes (such as linux/amd64)\n");
  }

  @Test
  void theNodesSayWhichPlatformsAreNeededAndTheWorkloadNarrowsThem() throws Exception {
    RealApiServer cluster = RealApiServer.shared();
    for (String architecture : Set.of("amd64", "arm64")) {
      assertThat(cluster.kubectlReading(node(architecture), "create", "-f", "-").exit()).isZero();
    }
    String image = registry.push("shop/amd64", "v1", Set.of(new Platform("amd64", "linux")));
    String namespace = cluster.newNamespace("verify");
    cluster.must("create", "deployment", "anywhere", "--image=" + image, "-n", namespace);
    cluster.must("create", "deployment", "selects", "--image=" + image, "-n", namespace);
    cluster.must(
        "patch",
        "deployment",
        "selects",
        "-n",
        namespace,
        "--patch={\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"kubernetes.io/arch\":\"amd64\"}}}}}");

    try (PullcheckProcess pullcheck =
        PullcheckProcess.start(
            cluster.kubeconfig(),
            "--namespace=" + namespace,
            "--namespaces=" + namespace,
            "--webhook-configuration-name=verify-it",
            "--verify=platform")) {
      Map<String, Double> anywhere =
          Waiting.until(
              () -> pullcheck.scrape().with("name=\"anywhere\"", "reason=\"wrong_platform\""),
              reason -> !reason.isEmpty());
      assertThat(anywhere).containsEntry("reason", 1.0);
      String selects =
          Waiting.until(() -> pullcheck.scrape().state(namespace, "selects"), s -> !s.isEmpty());
      assertThat(selects).isEqualTo("available");
    }
  }

  private static String node(String architecture) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: verify-%s}
    status: {nodeInfo: {operatingSystem: linux, architecture: %s, machineID: '', systemUUID: '',
      bootID: '', kernelVersion: '', osImage: '', containerRuntimeVersion: '', kubeletVersion: '',
      kubeProxyVersion: ''}}
    """
        .formatted(architecture, architecture);
  }

  private static String child(String repository, String tag, String architecture)
      throws IOException, InterruptedException {
    return json(repository, "manifests/" + tag)
        .path("manifests")
        .valueStream()
        .filter(each -> each.at("/platform/architecture").asString().equals(architecture))
        .map(each -> each.path("digest").asString())
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(String repository, String path)
      throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(registry.read(repository, path));
  }

  private static Command.Result scan(String... arguments) throws IOException {
    return Command.run(
        Map.of(),
        "",
        Stream.concat(
                Stream.of(PullcheckProcess.launcher().toString(), "scan"), Stream.of(arguments))
            .toList());
  }
}
