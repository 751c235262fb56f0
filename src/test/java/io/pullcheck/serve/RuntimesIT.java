package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.Nginx;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Waiting;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether a registry that refuses HEAD serves an image depends on the nodes' runtime, which the
/// nodes of a real API server tell. The registry is a real one behind nginx.
@Tag("slow")
final class RuntimesIT {

  @AutoClose private static RealApiServer cluster;
  @AutoClose private static DockerRegistry registry;
  @AutoClose private static Nginx front;

  @BeforeAll
  static void start() throws Exception {
    cluster = RealApiServer.startNew();
    registry = DockerRegistry.open();
    registry.push("shop/cart", "v1");
    front =
        new Nginx(
            """
            location / {
              if ($request_method = HEAD) { return 403; }
              proxy_pass http://%s;
            }
            """
                .formatted(registry.host()));
    cluster.must(
        "create",
        "deployment",
        "cart",
        "--image=" + front.host() + "/shop/cart:v1",
        "-n",
        "default");
  }

  @ParameterizedTest
  @CsvSource({
    "cri-o://1.34.1, cri-o://1.34.0, '', available",
    "containerd://2.1.4, containerd://2.1.4, head_refused, authorization_failure",
    // What containerd can pull, CRI-O can too.
    "cri-o://1.34.1, containerd://2.1.4, head_refused, authorization_failure",
  })
  void theNodesRuntimeDecides(String one, String other, String reason, String state)
      throws Exception {
    create("one", one);
    create("other", other);
    try (PullcheckProcess pullcheck =
        PullcheckProcess.start(
            cluster.kubeconfig(),
            "--namespace=default",
            "--webhook-configuration-name=runtimes",
            "--verify=platform")) {
      assertThat(
              Waiting.until(
                  () -> pullcheck.scrape().state("default", "cart"), found -> !found.isEmpty()))
          .isEqualTo(state);
      Map<String, Double> reasons =
          pullcheck.scrape().with("name=\"cart\"", "reason=\"" + reason + "\"");
      assertThat(reasons.containsKey("reason")).isEqualTo(!reason.isEmpty());
    } finally {
      cluster.must("delete", "node", "one", "other");
    }
  }

  private static void create(String name, String runtime) throws Exception {
    String node =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s}
        status: {nodeInfo: {operatingSystem: linux, architecture: amd64, machineID: '', systemUUID: '',
          bootID: '', kernelVersion: '', osImage: '', containerRuntimeVersion: '%s',
          kubeletVersion: '', kubeProxyVersion: ''}}
        """
            .formatted(name, runtime);
    assertThat(cluster.kubectlReading(node, "create", "-f", "-").exit()).isZero();
  }
}
