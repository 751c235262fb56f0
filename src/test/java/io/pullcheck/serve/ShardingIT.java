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
import org.junit.jupiter.api.Test;

/// Replicas that share the repositories out among each other, on a real API server.
final class ShardingIT {

  private static final int IMAGES = 60;
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

    Map<String, Integer> three = owners(namespace, 3, images);
    Map<String, Integer> four = owners(namespace, 4, images);

    assertThat(three.values()).contains(0, 1, 2);
    Map<String, Integer> moved = new HashMap<>(four);
    moved.entrySet().removeIf(each -> three.get(each.getKey()).equals(each.getValue()));
    assertThat(moved.values()).containsOnly(3);
    assertThat(moved.size()).isBetween(IMAGES / 8, IMAGES / 8 * 3);
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

  /// By image, which of the shards exports its state: exactly one.
  private Map<String, Integer> owners(String namespace, int total, Set<String> images)
      throws Exception {
    List<PullcheckProcess> shards = new ArrayList<>();
    try {
      for (int i = 0; i < total; i++) {
        shards.add(start(namespace, i, total));
      }
      Map<String, Integer> owners = new HashMap<>();
      for (int i = 0; i < total; i++) {
        for (String image : checked(shards.get(i))) {
          assertThat(owners.put(image, i)).as(image).isNull();
        }
      }
      assertThat(owners).containsOnlyKeys(images);
      return owners;
    } finally {
      shards.forEach(PullcheckProcess::close);
    }
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

  // Images that it knows and has yet to check count as overdue.
  private static List<String> checked(PullcheckProcess shard) {
    Scrape scrape =
        Waiting.until(
            shard::scrape,
            each ->
                each.series().get("k8s_image_availability_exporter_queue_overdue_images") == 0
                    && each.series().keySet().stream().anyMatch(ABSENT.asMatchPredicate()));
    return scrape.series().entrySet().stream()
        .filter(each -> each.getValue() == 1)
        .map(each -> ABSENT.matcher(each.getKey()))
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .toList();
  }
}
