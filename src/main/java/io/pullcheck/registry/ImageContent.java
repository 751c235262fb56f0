package io.pullcheck.registry;

import com.google.cloud.tools.jib.image.json.V22ManifestListTemplate;
import com.google.cloud.tools.jib.image.json.V22ManifestListTemplate.ManifestDescriptorTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import io.pullcheck.model.Digests;
import io.pullcheck.model.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a manifest names: an index its children, an image its config and layers. Docker's and OCI's
/// have the same fields.
sealed interface ImageContent {

  /// An index, or a manifest list.
  record Index(List<Child> children) implements ImageContent {
    public Index {
      children = List.copyOf(children);
    }

    /// Those that a node of this platform may take, as containerd does: what names no platform fits
    /// all.
    List<Child> fitting(Platform platform) {
      return children.stream()
          .filter(child -> child.platform().map(platform::equals).orElse(true))
          .toList();
    }

    /// Those that are images and no attestations, whose platform is `unknown/unknown`.
    List<Child> images() {
      return children.stream()
          .filter(child -> child.platform().map(each -> !each.os().equals("unknown")).orElse(true))
          .toList();
    }
  }

  /// An entry of an index.
  record Child(String digest, Optional<Platform> platform) {}

  /// A single image.
  ///
  /// @param layers digests; without foreign ones, which are stored elsewhere
  record Image(String config, List<String> layers) implements ImageContent {
    public Image {
      layers = List.copyOf(layers);
    }
  }

  /// Reads a manifest; nothing if it is none.
  static Optional<ImageContent> read(String manifest) {
    try {
      JsonNode root = JsonMapper.shared().readTree(manifest);
      // The media type is optional in an index, its list is not.
      return root.path("manifests").isArray()
          ? Optional.of(index(manifest))
          : Optional.of(image(root));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Index index(String manifest) throws IOException {
    V22ManifestListTemplate index =
        JsonTemplateMapper.readJson(manifest, V22ManifestListTemplate.class);
    return new Index(
        index.getManifests().stream()
            .map(each -> new Child(digest(each.getDigest()), platform(each.getPlatform())))
            .toList());
  }

  private static Optional<Platform> platform(
      ManifestDescriptorTemplate.@Nullable Platform platform) {
    return platform == null
        ? Optional.empty()
        : Platform.parse(platform.getOs() + "/" + platform.getArchitecture());
  }

  // Not by jib's models: they take digests of SHA-256 only, keep no layer's media type, and hold a
  // config that names no platform for one of linux/amd64.
  private static Image image(JsonNode manifest) {
    List<String> layers =
        manifest
            .path("layers")
            .valueStream()
            .filter(layer -> !isForeign(layer))
            .map(layer -> digest(layer.path("digest").asString("")))
            .toList();
    return new Image(digest(manifest.path("config").path("digest").asString("")), layers);
  }

  private static boolean isForeign(JsonNode layer) {
    String type = layer.path("mediaType").asString("");
    return !layer.path("urls").isEmpty()
        || type.contains(".foreign.")
        || type.contains(".nondistributable.");
  }

  // It becomes a part of a URL.
  private static String digest(@Nullable String digest) {
    if (digest == null || !Digests.isDigest(digest)) {
      throw new IllegalArgumentException("not a digest");
    }
    return digest;
  }

  /// The platform that an image's config names, if it is one that does.
  static Optional<Platform> platformOf(String config) {
    try {
      JsonNode root = JsonMapper.shared().readTree(config);
      return Platform.parse(
          root.path("os").asString("") + "/" + root.path("architecture").asString(""));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
