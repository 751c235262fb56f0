package io.pullcheck.registry.content;

import io.pullcheck.model.Platform;
import io.pullcheck.registry.content.ImageContent.Child;
import io.pullcheck.registry.content.ImageContent.Image;
import io.pullcheck.registry.content.ImageContent.Index;
import io.pullcheck.registry.content.ImageContent.TooLarge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a manifest and keeps only what is needed (containerd's `core/images/image.go`, `Children`
/// and `validateMediaType`).
final class ManifestReader implements TypedJson.Fields {

  private long schemaVersion;
  private String mediaType = "";
  private boolean hasFsLayers;
  private boolean hasConfig;
  private boolean hasLayers;
  private boolean hasManifests;
  private Entry config = new Entry();
  private final List<Entry> manifests = new ArrayList<>();
  private final List<Entry> layers = new ArrayList<>();

  private ManifestReader() {}

  /// @throws IllegalArgumentException if it is not JSON, or a field has another type
  static ManifestReader read(String text) {
    ManifestReader reader = new ManifestReader();
    TypedJson.read(text, true, reader);
    return reader;
  }

  long schemaVersion() {
    return schemaVersion;
  }

  boolean isManifest() {
    return schemaVersion == 2 && (hasManifests || hasLayers);
  }

  /// @param as what it is said to be
  /// @throws IllegalArgumentException if it is another kind of manifest
  ImageContent content(Descriptor as) {
    Descriptor own = new Descriptor(mediaType, "", 0);
    if (hasFsLayers
        || (as.isManifest() && (hasManifests || own.isIndex()))
        || (as.isIndex() && (hasConfig || hasLayers || own.isManifest()))) {
      throw new IllegalArgumentException("another kind of manifest");
    }
    return as.isIndex() || (!as.isManifest() && hasManifests) ? index() : image();
  }

  private ImageContent index() {
    return manifests.size() > ImageContent.MOST
        ? new TooLarge("it names more than " + ImageContent.MOST + " manifests")
        : new Index(
            manifests.stream().map(each -> new Child(each.descriptor(), each.platform)).toList());
  }

  private ImageContent image() {
    return layers.size() > ImageContent.MOST
        ? new TooLarge("it names more than " + ImageContent.MOST + " layers")
        : new Image(config.descriptor(), layers.stream().map(Entry::descriptor).toList());
  }

  @Override
  public void field(String name, TypedJson value) {
    switch (name) {
      case "schemaversion" -> schemaVersion = value.number(schemaVersion);
      case "mediatype" -> mediaType = value.text(mediaType);
      case "artifacttype" -> value.text("");
      case "annotations" -> value.texts();
      case "subject" -> value.object(new Entry());
      case "fslayers" -> {
        hasFsLayers = true;
        value.skip();
      }
      case "config" -> {
        hasConfig = true;
        config = new Entry();
        value.object(config);
      }
      case "layers" -> {
        hasLayers = true;
        entries(value, layers);
      }
      case "manifests" -> {
        hasManifests = true;
        entries(value, manifests);
      }
      default -> value.skip();
    }
  }

  /// Of a list that is too long, one entry more than is allowed.
  private static void entries(TypedJson value, List<Entry> entries) {
    entries.clear();
    value.array(
        each -> {
          Entry entry = new Entry();
          each.object(entry);
          if (entries.size() <= ImageContent.MOST) {
            entries.add(entry);
          }
        });
  }

  /// A descriptor.
  private static final class Entry implements TypedJson.Fields {
    private String type = "";
    private String digest = "";
    private long size;
    private final List<String> urls = new ArrayList<>();
    private Optional<Platform> platform = Optional.empty();

    @Override
    public void field(String name, TypedJson value) {
      switch (name) {
        case "mediatype" -> type = value.text(type);
        case "digest" -> digest = value.text(digest);
        case "size" -> size = value.number(size);
        case "urls" -> urls(value);
        case "annotations" -> value.texts();
        case "artifacttype" -> value.text("");
        case "data" -> value.bytes();
        case "platform" -> platform(value);
        default -> value.skip();
      }
    }

    private void platform(TypedJson value) {
      if (value.isNull()) {
        platform = Optional.empty();
        return;
      }
      PlatformFields fields = new PlatformFields();
      value.object(fields);
      platform = Optional.of(fields.platform());
    }

    private void urls(TypedJson value) {
      urls.clear();
      value.array(
          each -> {
            String url = each.text("");
            if (urls.size() < Descriptor.MOST_URLS) {
              urls.add(url);
            }
          });
    }

    Descriptor descriptor() {
      return new Descriptor(type, digest, size, urls);
    }
  }
}
