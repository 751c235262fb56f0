package io.pullcheck.oracle;

import io.pullcheck.config.Verification;
import io.pullcheck.oracle.Images.Stored;

/// What stands in a manifest.
record BodyCases(Generator generator) {

  void add(int count) {
    generator.add("bodies", count / 2, this::bodies);
  }

  private Scenario bodies(String domain) {
    Images images = ManifestCases.images();
    String body = images.answer("manifests/v1").body();
    String other = odd(body);
    boolean lying = generator.now("the digest is another's", 4);
    return Scenario.of(
            "",
            domain,
            () -> {
              Images own = ManifestCases.images();
              Stored manifest = own.manifest(Images.MANIFEST, other);
              own.tag(manifest);
              if (lying) {
                String digest = "sha256:" + "b".repeat(64);
                own.put("manifests/v1", manifest.answer().with("Docker-Content-Digest", digest));
                own.put(
                    "manifests/" + digest, manifest.answer().with("Docker-Content-Digest", digest));
              }
              return ManifestCases.serving(own);
            })
        .level(Verification.PLATFORM);
  }

  private String odd(String body) {
    return generator.any(
        "body",
        body,
        body + " ",
        body + "{}",
        "",
        "{",
        "[]",
        "null",
        "{}",
        "\"a\"",
        body.replace("\"schemaVersion\":2", "\"schemaVersion\":\"2\""),
        body.replace("\"schemaVersion\":2", "\"schemaVersion\":1"),
        body.replace("\"schemaVersion\":2", "\"schemaVersion\":2.0"),
        body.replace("\"schemaVersion\":2,", ""),
        body.replace("\"layers\"", "\"Layers\""),
        body.replace("\"config\"", "\"CONFIG\""),
        body.replace("\"layers\"", "\"fsLayers\""),
        body.replace("{\"schema", "{\"fsLayers\":null,\"schema"),
        body.replace("{\"schema", "{\"FSLAYERS\":[],\"schema"),
        body.replace("{\"schema", "{\"manifests\":[],\"schema"),
        body.replace("{\"schema", "{\"annotations\":{\"a\":1},\"schema"),
        body.replace("{\"schema", "{\"annotations\":{\"a\":\"b\"},\"subject\":null,\"schema"),
        body.replace("{\"schema", "{\"x\":[{\"y\":{}}],\"schema"),
        body.replace("{\"schema", "{\"artifactType\":7,\"schema"),
        body.replace(Images.MANIFEST, Images.INDEX),
        body.replace(Images.MANIFEST, "a/b"),
        body.replace("\"mediaType\":\"" + Images.MANIFEST + "\"", "\"mediaType\":null"),
        body.replaceFirst("\"size\":[0-9]+", "\"size\":\"5\""),
        "<html></html>");
  }
}
