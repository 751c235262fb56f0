package io.pullcheck.registry.content;

import io.pullcheck.model.Platform;
import java.util.List;
import java.util.Optional;

/// What a manifest names: an index its children, an image its config and layers. Docker's formats
/// and OCI's (image-spec 1.1) have the same fields.
public sealed interface ImageContent {

  /// The platform of an index's entries that are no images, such as BuildKit's attestations, and of
  /// those that need features which no node has. No node is of this platform.
  Platform UNKNOWN = new Platform("unknown", "unknown");

  /// The most manifests of an index, and layers of an image, that are looked at. The largest
  /// indexes of real images have some fifty entries, and a node mounts at most 500 layers.
  int MOST = 500;

  /// About how many bytes it takes in memory.
  default int weight() {
    int each = 100;
    return each
        + switch (this) {
          case Index index ->
              index.children().stream().mapToInt(child -> each + child.content().weight()).sum();
          case Image image ->
              image.config().weight() + image.layers().stream().mapToInt(Descriptor::weight).sum();
          case TooLarge _, Unreadable _ -> each;
        };
  }

  /// An index, or a manifest list.
  record Index(List<Child> children) implements ImageContent {
    public Index {
      children = List.copyOf(children);
    }

    /// The children that are images.
    public List<Child> images() {
      return children.stream()
          .filter(
              child -> child.platform().filter(each -> each.os().equals(UNKNOWN.os())).isEmpty())
          .toList();
    }
  }

  /// An entry of an index.
  record Child(Descriptor content, Optional<Platform> platform) {}

  /// A single image.
  record Image(Descriptor config, List<Descriptor> layers) implements ImageContent {
    public Image {
      layers = List.copyOf(layers);
    }
  }

  /// More than Pullcheck looks at.
  ///
  /// @param detail in our own words
  record TooLarge(String detail) implements ImageContent {}

  /// A node cannot read it: it is not JSON, a field has another type, or it is another kind of
  /// manifest than its media type says.
  record Unreadable() implements ImageContent {}

  /// Reads a manifest as a node would.
  ///
  /// @param mediaType what the manifest is said to be; empty: what it is shows by itself
  static ImageContent read(String manifest, String mediaType) {
    try {
      return ManifestReader.read(manifest).content(new Descriptor(mediaType, "", 0));
    } catch (IllegalArgumentException e) {
      return new Unreadable();
    }
  }

  /// Is it an image manifest or an index by its looks, whatever its media type is?
  static boolean isManifest(String text) {
    try {
      return ManifestReader.read(text).isManifest();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Is it a manifest of Docker's first format?
  static boolean isSchema1(String text) {
    try {
      return ManifestReader.read(text).schemaVersion() == 1;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// The platform that an image's config names, each part empty if it names none; nothing if the
  /// config cannot be read.
  static Optional<Platform> platformOf(String config) {
    try {
      PlatformFields fields = new PlatformFields();
      TypedJson.read(config, true, fields);
      return Optional.of(fields.platform());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
