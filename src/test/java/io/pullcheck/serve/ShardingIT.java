package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Scrape;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Replicas that share the repositories out among each other, on a real API server.
@Tag("slow")
final class ShardingIT {

  private static final int IMAGES = 60;
  private static final String OVERDUE = "k8s_image_availability_exporter_queue_overdue_images";
  private static final Pattern ABSENT =
      Pattern.compile("k8s_image_availability_exporter_absent\\{.*image=\"([^\"]+)\".*");

  @AutoClose private final RealApiServer cluster = RealApiServer.startNew();
  @AutoClose private final DockerRegistry registry;

  ShardingIT() throws IOException {
    registry = DockerRegistry.open();
  }

  @Test
  void threeShardsCheckEachImageOnceAndAFourthTakesItsShareFromThem() throws Exception {
    String namespace = cluster.newNamespace("shop");
    Set<String> images = deploy(namespace);

    Map<String, Integer> owners = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      for (String image : checked(namespace, i, 3)) {
        assertThat(owners.put(image, i)).as(image).isNull();
      }
    }
    assertThat(owners).containsOnlyKeys(images);
    assertThat(owners.values()).contains(0, 1, 2);

    assertThat(checked(namespace, 3, 4)).isSubsetOf(images).hasSizeBetween(IMAGES / 10, IMAGES / 2);
  }

  private Set<String> deploy(String namespace) throws IOException {
    Set<String> images =
        IntStream.range(0, IMAGES)
            .mapToObj(i -> registry.host() + "/team/app-" + i + ":v1")
            .collect(Collectors.toSet());
    List<String> command = new ArrayList<>(List.of("create", "deployment", "all", "-n", namespace));
    images.forEach(image -> command.add("--image=" + image));
    cluster.must(command.toArray(String[]::new));
    return images;
  }

  private PullcheckProcess start(String namespace, int shard, int total) throws IOException {
    return PullcheckProcess.start(
        cluster.kubeconfig(),
        "--namespace=" + namespace,
        "--namespaces=" + namespace,
        "--allow-plain-http",
        "--check-interval=1h",
        "--failed-check-interval=1h",
        "--shard=" + shard,
        "--total-shards=" + total);
  }

  /// The images whose state a shard exports. Those that it knows and has yet to check are overdue.
  private List<String> checked(String namespace, int shard, int total) throws IOException {
    try (PullcheckProcess process = start(namespace, shard, total)) {
      Scrape scrape =
          Waiting.until(
              process::scrape, each -> each.series().get(OVERDUE) == 0 && !absent(each).isEmpty());
      return absent(scrape);
    }
  }

  private static List<String> absent(Scrape scrape) {
    return scrape.series().entrySet().stream()
        .filter(each -> each.getValue() == 1)
        .map(each -> ABSENT.matcher(each.getKey()))
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .toList();
  }
}
