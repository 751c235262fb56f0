package io.pullcheck.registry;

import io.pullcheck.model.Platform;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/// What a manifest names: an index its children, an image its config and layers. Docker's formats
/// and OCI's (image-spec 1.1) have the same fields. Unknown fields are ignored: BuildKit, for one,
/// writes `annotations` into an index's entries.
sealed interface ImageContent {

  /// The platform of an index's entries that are no images, such as BuildKit's attestations, and of
  /// entries whose platform is incomplete. No node is of this platform.
  Platform UNKNOWN = new Platform("unknown", "unknown");

  /// The most manifests of an index, and layers of an image, that are looked at. The largest
  /// indexes of real images have some fifty entries, and a node mounts at most 500 layers.
  int MOST = 500;

  /// About how many bytes it takes in memory.
  default int weight() {
    int each = 200;
    return each
        * switch (this) {
          case Index index -> 1 + index.children().size();
          case Image image -> 1 + image.layers().size();
          case TooLarge _ -> 1;
        };
  }

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

  /// More than Pullcheck looks at.
  ///
  /// @param detail in our own words
  record TooLarge(String detail) implements ImageContent {}

  /// Reads a manifest; nothing if the text is none, or a digest in it is malformed.
  static Optional<ImageContent> read(String manifest) {
    try (JsonParser json = JsonMapper.shared().createParser(manifest)) {
      return Optional.of(ManifestReader.read(json).content());
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The platform that an image's config names; nothing if it names none.
  static Optional<Platform> platformOf(String config) {
    try (JsonParser json = JsonMapper.shared().createParser(config)) {
      return ManifestReader.platformOf(json);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
