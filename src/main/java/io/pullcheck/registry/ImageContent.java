package io.pullcheck.registry;

import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.Platform;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a manifest names: an index its children, an image its config and layers. Docker's formats
/// and OCI's (image-spec 1.1) have the same fields. Unknown fields are ignored: BuildKit, for one,
/// writes `annotations` into an index's entries.
sealed interface ImageContent {

  /// The platform of an index's entries that are no images, such as BuildKit's attestations, and of
  /// entries whose platform is incomplete. No node is of this platform.
  Platform UNKNOWN = new Platform("unknown", "unknown");

  /// An index, or a manifest list.
  record Index(List<Child> children) implements ImageContent {
    public Index {
      children = List.copyOf(children);
    }

    /// The children that a node of this platform may take, as containerd chooses: one that names no
    /// platform fits all nodes.
    List<Child> fitting(Platform platform) {
      return children.stream()
          .filter(child -> child.platform().map(platform::equals).orElse(true))
          .toList();
    }

    /// The children that are images.
    List<Child> images() {
      return children.stream()
          .filter(
              child -> child.platform().filter(each -> each.os().equals(UNKNOWN.os())).isEmpty())
          .toList();
    }
  }

  /// An entry of an index.
  record Child(String digest, Optional<Platform> platform) {}

  /// A single image.
  ///
  /// @param layers digests; without foreign layers, which the registry does not store
  record Image(String config, List<String> layers) implements ImageContent {
    public Image {
      layers = List.copyOf(layers);
    }
  }

  /// Reads a manifest; nothing if the text is none, or a digest in it is malformed.
  static Optional<ImageContent> read(String manifest) {
    try {
      JsonNode root = JsonMapper.shared().readTree(manifest);
      // The media type is optional in an index, its list is not.
      return Optional.of(root.path("manifests").isArray() ? index(root) : image(root));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Index index(JsonNode index) {
    return new Index(
        index
            .path("manifests")
            .valueStream()
            .map(entry -> new Child(digest(entry), entryPlatform(entry.path("platform"))))
            .toList());
  }

  // A platform that cannot be read may be any, so that it never makes an index incomplete.
  private static Optional<Platform> entryPlatform(JsonNode platform) {
    if (!platform.isObject()) {
      return Optional.empty();
    }
    boolean complete = platform.hasNonNull("os") && platform.hasNonNull("architecture");
    return complete ? platform(platform) : Optional.of(UNKNOWN);
  }

  private static Image image(JsonNode manifest) {
    List<String> layers =
        manifest
            .path("layers")
            .valueStream()
            .filter(layer -> !isForeign(layer))
            .map(ImageContent::digest)
            .toList();
    return new Image(digest(manifest.path("config")), layers);
  }

  private static boolean isForeign(JsonNode layer) {
    String type = layer.path("mediaType").asString("");
    return !layer.path("urls").isEmpty()
        || type.contains(".foreign.")
        || type.contains(".nondistributable.");
  }

  // The digest becomes a part of a URL.
  private static String digest(JsonNode descriptor) {
    String digest = descriptor.path("digest").asString("");
    if (!ContentDigest.isDigest(digest)) {
      throw new IllegalArgumentException("not a digest");
    }
    return digest;
  }

  private static Optional<Platform> platform(JsonNode node) {
    return Platform.parse(
        node.path("os").asString("") + "/" + node.path("architecture").asString(""));
  }

  /// The platform that an image's config names; nothing if it names none.
  static Optional<Platform> platformOf(String config) {
    try {
      return platform(JsonMapper.shared().readTree(config));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
