package io.pullcheck.oracle;

import io.pullcheck.config.Verification;
import io.pullcheck.oracle.Images.Stored;
import java.util.ArrayList;
import java.util.List;

/// The entries of indexes, and configs and layers behind manifests.
record IndexCases(Generator generator) {

  private static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

  void add(int count) {
    generator.add("entries", count * 2, this::entries);
    generator.add("single images", count / 2, this::single);
    generator.add("layers", count, this::layers);
    generator.add("lost parts", count / 2, this::lost);
    generator.add("layers elsewhere", count / 2, this::elsewhere);
  }

  /// Draws the platform of an entry as JSON; empty: it has none.
  private String platform() {
    String os = generator.mostly("os", "\"linux\"", OddValues.SYSTEMS);
    String arch = generator.mostly("arch", "\"amd64\"", OddValues.ARCHITECTURES);
    String variant = generator.mostly("variant", "", OddValues.VARIANTS);
    String more = generator.mostly("more", "", OddValues.PLATFORM_FIELDS);
    String named = "\"os\":%s,\"architecture\":%s%s%s".formatted(os, arch, variant, more);
    return generator.mostly(
        "platform",
        ",\"platform\":{" + named + "}",
        "",
        ",\"platform\":null",
        ",\"platform\":{}",
        ",\"platform\":[]",
        ",\"Platform\":{" + named + "}",
        ",\"platform\":{\"OS\":\"linux\",\"Architecture\":\"amd64\"}");
  }

  private String node() {
    return generator.any(
        "node",
        "linux/amd64",
        "linux/amd64",
        "linux/arm64",
        "linux/arm",
        "windows/amd64",
        "linux/386");
  }

  private String entry(Images images, String node, int number) {
    String child =
        generator.mostly("child", "image", "index", "lost", "attestation", "artifact", "other");
    Stored stored = child(images, child, node, number);
    String extra = generator.mostly("extra", "", OddValues.ENTRY_FIELDS);
    String platform =
        child.equals("attestation")
            ? ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}"
            : platform() + extra;
    String descriptor = stored.descriptor(platform);
    String size = "\"size\":" + stored.text().length();
    return generator.mostly(
        "descriptor",
        descriptor,
        descriptor.replace(size, "\"size\":0"),
        descriptor.replace(size + ",", ""),
        descriptor.replace(size, "\"size\":1"),
        descriptor.replace(size, "\"size\":-1"),
        descriptor.replace(size, "\"size\":\"5\""),
        descriptor.replaceFirst("\"mediaType\":\"[^\"]*\",", ""),
        descriptor.replaceFirst("\"digest\":\"[^\"]*\"", "\"digest\":\"\""),
        descriptor.replaceFirst("\"digest\":\"[^\"]*\"", "\"digest\":\"sha256:abc\""),
        descriptor.replace(size, "\"SIZE\":" + stored.text().length()),
        descriptor.replace(
            Images.MANIFEST, "application/vnd.docker.distribution.manifest.v2+json"));
  }

  private Stored child(Images images, String kind, String node, int number) {
    String[] parts = node.split("/", -1);
    String arch = generator.mostly("config", parts[1], "amd64", "arm64", "386", "arm", "x86_64");
    Stored image = images.image(parts[0], arch, "layer" + number);
    return switch (kind) {
      case "index" -> images.index(image.descriptor(platform()));
      case "lost" -> new Stored(Images.MANIFEST, "{\"lost\":" + number + "}");
      case "artifact" -> images.manifest("application/vnd.example+json", "{\"a\":" + number + "}");
      case "other" -> images.blob("application/vnd.example+json", "{\"b\":" + number + "}");
      default -> image;
    };
  }

  private Scenario entries(String domain) {
    String node = node();
    Images images = new Images();
    List<String> entries = new ArrayList<>();
    int count = generator.any("entries", 1, 1, 2, 3);
    for (int i = 0; i < count; i++) {
      entries.add(entry(images, node, i));
    }
    String type = generator.mostly("index type", Images.INDEX, LIST);
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(type, String.join(",", entries));
    String odd =
        generator.mostly(
            "index",
            json,
            json.replace("\"manifests\"", "\"Manifests\""),
            json.replaceFirst("\\{", "{\"config\":null,"),
            json.replaceFirst("\\{", "{\"layers\":[],"),
            json.replace(
                "\"mediaType\":\"" + type + "\"", "\"mediaType\":\"" + Images.MANIFEST + "\""),
            json.replaceFirst("\"manifests\":.*", "\"manifests\":[]}"),
            json.replaceFirst("\"manifests\":.*", "\"manifests\":null}"),
            json.replaceFirst("\\{", "{\"annotations\":{\"a\":\"b\"},"));
    images.tag(images.manifest(type, odd));
    return Scenario.of("", domain, () -> ManifestCases.serving(images))
        .level(Verification.PLATFORM)
        .platform(node);
  }

  private Scenario single(String domain) {
    String node = node();
    Images images = new Images();
    String os = generator.mostly("os", "linux", "windows", "", "Linux");
    String arch = generator.any("arch", "amd64", "arm64", "arm", "386", "x86_64", "");
    images.tag(images.image(os, arch, "layer"));
    return Scenario.of("", domain, () -> ManifestCases.serving(images))
        .level(Verification.PLATFORM)
        .platform(node);
  }

  private Scenario layers(String domain) {
    Images images = new Images();
    Stored config = images.blob(Images.CONFIG, "{\"os\":\"linux\",\"architecture\":\"amd64\"}");
    Stored layer = images.blob(Images.LAYER, "a layer");
    Stored second =
        images.blob("application/vnd.docker.image.rootfs.diff.tar.gzip", "second layer");
    String odd = odd(layer);
    String configSize = "\"size\":" + config.text().length();
    String oddConfig =
        generator.mostly(
            "config",
            config.descriptor(""),
            config.descriptor("").replace(configSize, "\"size\":0"),
            config.descriptor("").replace(configSize, "\"size\":3"),
            config.descriptor("").replace(configSize + ",", ""),
            "null",
            "{}");
    String layers =
        generator.mostly(
            "layers",
            "[" + odd + "," + second.descriptor("") + "]",
            "[]",
            "null",
            "[" + odd + "," + odd + "]",
            "{}");
    images.tag(
        images.manifest(
            Images.MANIFEST,
            "{\"schemaVersion\":2,\"config\":%s,\"layers\":%s}".formatted(oddConfig, layers)));
    return Scenario.of("", domain, () -> ManifestCases.serving(images)).level(Verification.LAYERS);
  }

  private String odd(Stored layer) {
    String size = "\"size\":" + layer.text().length();
    String descriptor = layer.descriptor("");
    return generator.any(
        "layer",
        descriptor,
        descriptor.replace(size, "\"size\":0"),
        descriptor.replace(size + ",", ""),
        descriptor.replace(size, "\"size\":1"),
        descriptor.replace(size, "\"size\":100"),
        descriptor.replace(size, "\"size\":-5"),
        descriptor.replace(size, "\"size\":null"),
        descriptor.replaceFirst("\"mediaType\":\"[^\"]*\"", "\"mediaType\":\"a/b\""),
        descriptor.replaceFirst("\"digest\":\"[^\"]*\"", "\"digest\":\"\""),
        descriptor.replaceFirst("\"digest\":\"[^\"]*\"", "\"digest\":null"),
        "{}",
        "null",
        descriptor.replace("sha256", "sha999"));
  }

  private Scenario elsewhere(String domain) {
    Images images = new Images();
    Stored config = images.blob(Images.CONFIG, "{\"os\":\"linux\",\"architecture\":\"amd64\"}");
    String type =
        generator.any(
            "type", Images.LAYER, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
    Stored layer =
        generator.now("here too", 3) ? images.blob(type, "a layer") : new Stored(type, "a layer");
    String store = "\"https://store." + domain;
    String first =
        generator.any("first", "/200", "/404", "/403", "/401", "/500", "/longer", "/moved");
    String urls =
        generator.mostly(
            "urls",
            store + first + "\",\"ftp://a/b\"," + store + "/200\"",
            store + first + "\"",
            "",
            "null",
            "\"\"",
            "\":\"");
    images.tag(
        images.manifest(
            Images.MANIFEST,
            "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
                .formatted(config.descriptor(""), layer.descriptor(",\"urls\":[" + urls + "]"))));
    return Scenario.of(
            "",
            domain,
            () -> {
              Script content = ManifestCases.serving(images);
              return request ->
                  request.host().startsWith("store.")
                      ? stored(request, domain)
                      : content.answer(request);
            })
        .level(Verification.LAYERS);
  }

  private static Answer stored(Request request, String domain) {
    return switch (request.path()) {
      case "/longer" -> Answer.of(200).body("another layer");
      case "/moved" -> Answer.of(307).with("Location", "https://store." + domain + "/200");
      case "/200" -> Answer.of(200).body("a layer");
      case "/401" -> Answer.of(401).with("WWW-Authenticate", TokenCases.challenge(domain));
      default -> Answer.of(Integer.parseInt(request.path().substring(1)));
    };
  }

  private Scenario lost(String domain) {
    Images images = new Images();
    Stored image = images.image("linux", "amd64", "a layer");
    images.tag(
        generator.any("of an index", true, false)
            ? images.index(
                image.descriptor(",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}"))
            : image);
    Stored layer = new Stored(Images.LAYER, "a layer");
    int head = generator.any("HEAD", 200, 401, 403, 404, 405, 500, 501);
    int get = generator.any("GET", 200, 200, 401, 403, 404, 410, 429, 500);
    String what = generator.any("of", "manifests/" + image.digest(), "blobs/" + layer.digest());
    return Scenario.of(
            "",
            domain,
            () -> {
              Script content = ManifestCases.serving(images);
              return request -> {
                Answer answer = content.answer(request);
                boolean lost = request.path().equals(ManifestCases.PREFIX + what);
                // What HEAD says wrongly of a blob is not asked twice.
                int status = request.method().equals("HEAD") && get == 200 ? head : get;
                return !lost || status == 200
                    ? answer
                    : Answer.json(status, status == 404 ? Images.UNKNOWN : "{}");
              };
            })
        .level(Verification.LAYERS);
  }
}
