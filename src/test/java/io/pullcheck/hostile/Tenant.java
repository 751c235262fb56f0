package io.pullcheck.hostile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.testing.RealApiServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Somebody who may create objects in one namespace.
final class Tenant implements AutoCloseable {

  private static final int CONTAINERS = 100;

  private final KubernetesClient client;
  private final String namespace;

  Tenant(RealApiServer cluster, String namespace) {
    this.client = cluster.client(RealApiServer.ADMIN);
    this.namespace = namespace;
  }

  String namespace() {
    return namespace;
  }

  /// Makes Deployments of a hundred containers each, until all images are in one.
  void deploy(String name, Stream<String> images) {
    List<String> all = images.toList();
    for (int from = 0; from < all.size(); from += CONTAINERS) {
      List<String> some = all.subList(from, Math.min(from + CONTAINERS, all.size()));
      deploy(name + "-" + from / CONTAINERS, some, List.of());
    }
  }

  void deploy(String name, List<String> images, List<String> secrets) {
    List<Map<String, String>> containers =
        IntStream.range(0, images.size())
            .mapToObj(i -> Map.of("name", "c" + i, "image", images.get(i)))
            .toList();
    Map<String, String> labels = Map.of("app", name);
    Map<String, Object> template =
        Map.of(
            "metadata",
            Map.of("labels", labels),
            "spec",
            Map.of(
                "containers",
                containers,
                "imagePullSecrets",
                secrets.stream().map(each -> Map.of("name", each)).toList()));
    Map<String, Object> deployment =
        Map.of(
            "apiVersion",
            "apps/v1",
            "kind",
            "Deployment",
            "metadata",
            Map.of("name", name),
            "spec",
            Map.of("selector", Map.of("matchLabels", labels), "template", template));
    var _ =
        client.raw("/apis/apps/v1/namespaces/" + namespace + "/deployments", "POST", deployment);
  }

  /// Makes a pull secret with that many entries, each for a registry of its own.
  ///
  /// @param entry what stands in each
  void secret(String name, int entries, String entry) {
    String auths =
        IntStream.range(0, entries)
            .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":" + entry)
            .collect(Collectors.joining(",", "{\"auths\":{", "}}"));
    Map<String, Object> secret =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Secret",
            "metadata",
            Map.of("name", name),
            "type",
            "kubernetes.io/dockerconfigjson",
            "data",
            Map.of(
                ".dockerconfigjson",
                Base64.getEncoder().encodeToString(auths.getBytes(StandardCharsets.UTF_8))));
    var _ = client.raw("/api/v1/namespaces/" + namespace + "/secrets", "POST", secret);
  }

  /// Takes all Deployments away again.
  void leave() {
    var _ = client.apps().deployments().inNamespace(namespace).delete();
  }

  static List<String> times(int many, String text) {
    return new ArrayList<>(java.util.Collections.nCopies(many, text));
  }

  @Override
  public void close() {
    client.close();
  }
}
