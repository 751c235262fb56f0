package io.pullcheck.oracle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// The content of one repository with real digests. What is not there answers as a registry does.
final class Images {

  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  static final String UNKNOWN = "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}";

  /// By `manifests/v1`, `blobs/sha256:…`.
  private final Map<String, Answer> answers = new HashMap<>();

  /// A manifest, an index, a config or a layer.
  record Stored(String type, String text) {
    String digest() {
      return Images.digest("SHA-256", text);
    }

    /// As a descriptor, with further fields: `,"platform":{}`.
    String descriptor(String more) {
      return "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"%s}"
          .formatted(type, text.length(), digest(), more);
    }

    Answer answer() {
      return Answer.of(200)
          .with("Content-Type", type)
          .with("Docker-Content-Digest", digest())
          .body(text);
    }
  }

  Answer answer(String what) {
    Answer answer = answers.get(what);
    return answer == null ? Answer.json(404, UNKNOWN) : answer;
  }

  void put(String what, Answer answer) {
    answers.put(what, answer);
  }

  void remove(String what) {
    answers.remove(what);
  }

  Stored blob(String type, String text) {
    Stored stored = new Stored(type, text);
    answers.put(
        "blobs/" + stored.digest(),
        Answer.of(200).with("Content-Type", "application/octet-stream").body(text));
    return stored;
  }

  Stored manifest(String type, String text) {
    Stored stored = new Stored(type, text);
    answers.put("manifests/" + stored.digest(), stored.answer());
    return stored;
  }

  /// An image of one layer.
  Stored image(String os, String architecture, String layer) {
    return image(
        "{\"os\":\"%s\",\"architecture\":\"%s\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
            .formatted(os, architecture),
        layer);
  }

  Stored image(String config, String layer) {
    return manifest(
        MANIFEST,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MANIFEST, blob(CONFIG, config).descriptor(""), blob(LAYER, layer).descriptor("")));
  }

  Stored index(String... entries) {
    return manifest(
        INDEX,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(INDEX, String.join(",", entries)));
  }

  void tag(Stored manifest) {
    put("manifests/v1", manifest.answer());
  }

  static String digest(String algorithm, String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return algorithm.replace("-", "").toLowerCase(java.util.Locale.ROOT)
          + ":"
          + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
