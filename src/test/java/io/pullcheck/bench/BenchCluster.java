package io.pullcheck.bench;

import com.google.cloud.tools.jib.api.buildplan.Platform;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.RealApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// A real API server full of Deployments, and a real registry with their images.
record BenchCluster(RealApiServer server, DockerRegistry registry, int workloads, int images)
    implements AutoCloseable {

  /// The namespaces are this with a number.
  static final String NAMESPACE = "bench";

  private static final String REPOSITORY = "bench/app";
  private static final int RARE = 100;
  private static final int NAMESPACES = 20;
  private static final int CONTAINERS = 4;
  private static final int VARIABLES = 20;
  private static final int AT_ONCE = 16;
  private static final String TYPE = "application/vnd.docker.distribution.manifest.v2+json";

  static BenchCluster open(int workloads, int images) throws Exception {
    RealApiServer server = RealApiServer.startNew();
    try (KubernetesClient client = server.client(RealApiServer.ADMIN)) {
      all(0, NAMESPACES, i -> client.raw("/api/v1/namespaces", "POST", namespace(i)));
    }
    return new BenchCluster(server, DockerRegistry.open(), 0, 0).grown(workloads, images);
  }

  /// The same with more workloads and images: close one of both.
  BenchCluster grown(int moreWorkloads, int moreImages) throws Exception {
    BenchCluster grown = new BenchCluster(server, registry, moreWorkloads, moreImages);
    String manifest = manifest("amd64");
    String shortLived = manifest("arm64");
    try (HttpClient http = HttpClient.newHttpClient()) {
      all(images, moreImages, i -> tag(http, i % RARE == 0 ? shortLived : manifest, i));
    }
    try (KubernetesClient client = server.client(RealApiServer.ADMIN)) {
      all(workloads, moreWorkloads, i -> grown.create(client, "app-" + i, i));
    }
    return grown;
  }

  private String manifest(String architecture) throws Exception {
    String _ = registry.push(REPOSITORY, architecture, Set.of(new Platform(architecture, "linux")));
    return registry.read(REPOSITORY, "manifests/" + architecture);
  }

  /// Deletes one in a hundred of the images, all at the same moment.
  ///
  /// @return how many that are
  int deleteSome() throws IOException, InterruptedException {
    registry.delete(REPOSITORY, "arm64");
    return (images + RARE - 1) / RARE;
  }

  /// Creates the Deployment of that number: the number decides its namespace and images.
  String create(KubernetesClient client, String name, int i) {
    return create(client, registry.host(), name, i);
  }

  /// The same, with the images of another registry.
  String create(KubernetesClient client, String host, String name, int i) {
    return client.raw(deployments(i), "POST", workload(host, name, i));
  }

  void delete(KubernetesClient client, String name, int i) {
    String _ = client.raw(deployments(i) + "/" + name, "DELETE", null);
  }

  private static String deployments(int i) {
    return "/apis/apps/v1/namespaces/" + NAMESPACE + i % NAMESPACES + "/deployments";
  }

  private static Map<String, Object> namespace(int i) {
    return Map.of(
        "apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", NAMESPACE + i));
  }

  private static void all(int from, int to, IntFunction<?> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> done =
          IntStream.range(from, to)
              .<Future<?>>mapToObj(i -> threads.submit(() -> work.apply(i)))
              .toList();
      for (Future<?> each : done) {
        var _ = each.get();
      }
    }
  }

  private int tag(HttpClient http, String manifest, int i) {
    HttpRequest put =
        HttpRequest.newBuilder(
                URI.create("http://" + registry.host() + "/v2/" + REPOSITORY + "/manifests/v" + i))
            .header("Content-Type", TYPE)
            .PUT(HttpRequest.BodyPublishers.ofString(manifest))
            .build();
    try {
      int status = http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 201) {
        throw new IllegalStateException("a push was answered by " + status);
      }
      return status;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The image of that number, below how many there are.
  static String image(String host, int i) {
    return host + "/" + REPOSITORY + ":v" + i;
  }

  private Map<String, Object> workload(String host, String name, int i) {
    List<Map<String, String>> variables =
        IntStream.range(0, VARIABLES)
            .mapToObj(v -> Map.of("name", "VARIABLE_" + v, "value", "value of " + i))
            .toList();
    List<Map<String, Object>> containers =
        IntStream.range(0, CONTAINERS)
            .mapToObj(
                c ->
                    Map.<String, Object>of(
                        "name",
                        "c" + c,
                        "image",
                        image(host, (i * CONTAINERS + c) % images),
                        "env",
                        variables))
            .toList();
    Map<String, String> labels = Map.of("app", name);
    return Map.of(
        "apiVersion",
        "apps/v1",
        "kind",
        "Deployment",
        "metadata",
        Map.of("name", name),
        "spec",
        Map.of(
            "selector",
            Map.of("matchLabels", labels),
            "template",
            Map.of(
                "metadata", Map.of("labels", labels), "spec", Map.of("containers", containers))));
  }

  @Override
  public void close() {
    registry.close();
    server.close();
  }
}
