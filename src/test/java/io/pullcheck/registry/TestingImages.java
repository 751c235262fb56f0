package io.pullcheck.registry;

import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.ScriptedRegistry.Asked;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Images of repository `shop/cart` with real digests, served as the distribution specification
/// says. What is taken away answers 404.
final class TestingImages {

  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private static final String PREFIX = "/v2/shop/cart/";

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /// A manifest and what it is of.
  record Stored(String digest, String type, String json) {}

  Answer answer(Asked asked) {
    return answers.getOrDefault(asked.target(), Answer.json(404, RegistryClientTesting.UNKNOWN));
  }

  /// Lets the tag `v1` be this.
  void tag(Stored manifest) {
    answers.put(PREFIX + "manifests/v1", answer(manifest));
  }

  /// An image of one layer for one platform.
  ///
  /// @param layer its content, and so its digest
  Stored image(String os, String architecture, String layer) {
    String config = "{\"os\":\"%s\",\"architecture\":\"%s\"}".formatted(os, architecture);
    return imageOf(
        config,
        "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"size\":%d,\"digest\":\"%s\"}"
            .formatted(layer.length(), blob(layer)));
  }

  /// An image of this config and these layers, as descriptors.
  Stored imageOf(String config, String... layers) {
    return manifest(
        MANIFEST,
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":%d,\"digest\":\"%s\"},\"layers\":[%s]}"
            .formatted(config.length(), blob(config), String.join(",", layers)));
  }

  /// An index of entries as [#entry] makes them.
  Stored index(String... entries) {
    return manifest(
        INDEX, "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(String.join(",", entries)));
  }

  /// @param platform `linux/arm64`; empty: none is named
  static String entry(Stored manifest, String platform) {
    String named =
        platform.isEmpty()
            ? ""
            : ",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}"
                .formatted((Object[]) platform.split("/"));
    return "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"%s}"
        .formatted(manifest.type(), manifest.json().length(), manifest.digest(), named);
  }

  /// A config or a layer.
  String blob(String content) {
    String digest = digest(content);
    answers.put(
        PREFIX + "blobs/" + digest, new Answer(200, Map.of("Content-Type", "a/b"), content));
    return digest;
  }

  void answerBlob(String digest, Answer answer) {
    answers.put(PREFIX + "blobs/" + digest, answer);
  }

  void takeAway(String digest) {
    answers.keySet().removeIf(path -> path.endsWith(digest));
  }

  /// The requests without what they have in common, digests by their first letters: `HEAD
  /// manifests/v1`.
  static List<String> lines(ScriptedRegistry registry, Map<String, String> names) {
    return registry.lines().stream()
        .map(line -> line.replace(PREFIX, ""))
        .map(
            line ->
                names.entrySet().stream()
                    .filter(name -> line.endsWith(name.getKey()))
                    .map(name -> line.replace(name.getKey(), name.getValue()))
                    .findFirst()
                    .orElse(line))
        .collect(Collectors.toList());
  }

  private Stored manifest(String type, String json) {
    Stored stored = new Stored(digest(json), type, json);
    answers.put(PREFIX + "manifests/" + stored.digest(), answer(stored));
    return stored;
  }

  private static Answer answer(Stored manifest) {
    return new Answer(
        200,
        Map.of("Content-Type", manifest.type(), "Docker-Content-Digest", manifest.digest()),
        manifest.json());
  }

  static String digest(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
