package io.pullcheck.hostile;

import io.pullcheck.registry.HostileServer.Out;
import io.pullcheck.registry.HostileServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a tenant does to fill Pullcheck's memory: Deployments, and the registries that they name.
///
/// @param hosts how many registries
/// @param script how they answer
/// @param act makes the Deployments, given the registries' hosts
record MemoryFlood(String name, int hosts, Script script, BiConsumer<Tenant, List<String>> act) {

  private static final int LARGE = 4 * 1024 * 1024;
  private static final int CHILDREN = 36_000;
  private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";

  @Override
  public String toString() {
    return name;
  }

  /// All of them.
  ///
  /// @param percent of what once ended Pullcheck, or a good deal of it
  static List<MemoryFlood> all(int percent) {
    return Stream.concat(ofRegistries(percent), ofObjects(percent)).toList();
  }

  private static Stream<MemoryFlood> ofRegistries(int percent) {
    return Stream.of(
        new MemoryFlood(
            "tokens of 60 kB",
            1,
            MemoryFlood::longToken,
            (tenant, hosts) -> tenant.deploy("tokens", images(hosts, 10 * percent))),
        new MemoryFlood(
            "challenges of 15 kB",
            1,
            MemoryFlood::longChallenge,
            (tenant, hosts) -> tenant.deploy("challenges", images(hosts, 20 * percent))),
        new MemoryFlood(
            "errors of 4 MiB that do not end",
            40,
            MemoryFlood::longError,
            (tenant, hosts) ->
                tenant.deploy("errors", images(hosts, 8 * hosts.size() * percent / 100))),
        new MemoryFlood(
            "indexes of 36,000 children",
            10,
            MemoryFlood::longIndex,
            (tenant, hosts) -> tenant.deploy("indexes", images(hosts, 40 * percent / 100))));
  }

  private static Stream<MemoryFlood> ofObjects(int percent) {
    return Stream.of(
        new MemoryFlood(
            "thousands of hosts that are not there",
            0,
            (_, _) -> {},
            (tenant, _) -> tenant.deploy("bogus", nowhere(50 * percent))),
        new MemoryFlood(
            "names of a megabyte",
            0,
            (_, _) -> {},
            (tenant, _) -> longNames(tenant, 80 * percent / 100)),
        new MemoryFlood(
            "a secret of 60,000 entries, named 3,000 times",
            1,
            (_, out) -> out.head("HTTP/1.1 404 Not Found", "Content-Length: 0"),
            (tenant, hosts) -> longSecret(tenant, hosts, 20 * percent / 100)),
        new MemoryFlood(
            "hundreds of secrets of 190 kB",
            0,
            (_, _) -> {},
            (tenant, _) -> manySecrets(tenant, 15 * percent)));
  }

  private static Stream<String> images(List<String> hosts, int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> hosts.get(i % hosts.size()) + "/flood/r" + i + ":v1");
  }

  /// Images of as many hosts, all on loopback, where nothing listens.
  private static Stream<String> nowhere(int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> "127.1.%d.%d:9/flood/bogus:v1".formatted(i / 250, i % 250 + 1));
  }

  private static void longToken(String request, Out out) throws IOException {
    if (request.startsWith("GET /token")) {
      json(out, "{\"expires_in\":3600,\"token\":\"" + "t".repeat(60_000) + "\"}");
    } else {
      answerOrChallenge(out, "");
    }
  }

  private static void longChallenge(String request, Out out) throws IOException {
    if (request.startsWith("GET /token")) {
      json(out, "{\"token\":\"t\"}");
    } else {
      answerOrChallenge(out, ",x=\"" + "x".repeat(15_000) + "\"");
    }
  }

  private static void answerOrChallenge(Out out, String more) throws IOException {
    if (out.authorized()) {
      out.head("HTTP/1.1 404 Not Found", "Content-Length: 0");
    } else {
      out.head(
          "HTTP/1.1 401 Unauthorized",
          "WWW-Authenticate: Bearer realm=\"http://" + out.host() + "/token\"" + more,
          "Content-Length: 0");
    }
  }

  private static void json(Out out, String body) throws IOException {
    out.head(
        "HTTP/1.1 200 OK", "Content-Type: application/json", "Content-Length: " + body.length());
    out.write(body);
  }

  private static void longError(String request, Out out) throws IOException {
    if (request.startsWith("HEAD")) {
      out.head("HTTP/1.1 404 Not Found", "Content-Length: 0");
    } else {
      out.head(
          "HTTP/1.1 404 Not Found", "Content-Type: text/html", "Content-Length: " + 2L * LARGE);
      out.write("x".repeat(LARGE - 10));
      out.drip();
    }
  }

  /// Each repository has an index of its own, whose tag and digest are answered alike.
  private static void longIndex(String request, Out out) throws IOException {
    String repository = request.replaceFirst("^[A-Z]+ /v2/(.*)/manifests/.*$", "$1");
    String index = index(repository);
    out.head(
        "HTTP/1.1 200 OK",
        "Content-Type: " + INDEX_TYPE,
        "Docker-Content-Digest: " + sha256(index),
        "Content-Length: " + index.length());
    if (request.startsWith("GET")) {
      out.write(index);
    }
  }

  private static String index(String seed) {
    return IntStream.range(0, CHILDREN)
        .mapToObj(
            i ->
                "{\"digest\":\"sha256:%064x\",\"platform\":{\"os\":\"o\",\"architecture\":\"a\"}}"
                    .formatted(i + ((long) seed.hashCode() << 32 >>> 16)))
        .collect(Collectors.joining(",", "{\"schemaVersion\":2,\"manifests\":[", "]}"));
  }

  private static void longNames(Tenant tenant, int many) {
    for (int i = 0; i < many; i++) {
      tenant.deploy("name-" + i, List.of(i + "/" + "n".repeat(1_000_000)), List.of());
    }
  }

  private static void longSecret(Tenant tenant, List<String> hosts, int many) {
    tenant.secret("many", 60_000, "{}");
    for (int i = 0; i < many; i++) {
      tenant.deploy(
          "secret-" + i,
          images(hosts, 20).map(image -> image + "x").toList(),
          Tenant.times(3_000, "many"));
    }
  }

  private static void manySecrets(Tenant tenant, int many) {
    String login = "{\"username\":\"u\",\"password\":\"" + "p".repeat(150) + "\"}";
    for (int i = 0; i < many; i++) {
      tenant.secret("full-" + i, 1_000, login);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
