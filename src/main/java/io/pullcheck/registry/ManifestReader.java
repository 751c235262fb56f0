package io.pullcheck.registry;

import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.Platform;
import io.pullcheck.registry.ImageContent.Child;
import io.pullcheck.registry.ImageContent.Image;
import io.pullcheck.registry.ImageContent.Index;
import io.pullcheck.registry.ImageContent.TooLarge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a manifest token by token, and keeps only what is needed: as a tree of nodes, four
/// megabytes of it would take more than a hundred.
final class ManifestReader {

  private final JsonParser json;
  private int schemaVersion;
  private Entry config = new Entry("", false, Optional.empty());
  private Optional<List<Entry>> manifests = Optional.empty();
  private Optional<List<Entry>> layers = Optional.empty();

  /// An entry of one of the lists, or the config.
  ///
  /// @param digest empty if there is none
  /// @param platform nothing if the entry names none; else `os/architecture`, each may be empty
  private record Entry(String digest, boolean foreign, Optional<String> platform) {}

  private ManifestReader(JsonParser json) {
    this.json = json;
  }

  /// What stands in the text, which is read to its end.
  ///
  /// @throws tools.jackson.core.JacksonException if it is not JSON
  static ManifestReader read(JsonParser json) {
    ManifestReader reader = new ManifestReader(json);
    if (json.nextToken() == JsonToken.START_OBJECT) {
      reader.fields(reader::field);
    }
    return reader;
  }

  int schemaVersion() {
    return schemaVersion;
  }

  /// Does it have a list of manifests or of layers?
  boolean lists() {
    return manifests.isPresent() || layers.isPresent();
  }

  /// @throws IllegalArgumentException if a digest in it is none
  ImageContent content() {
    // The media type is optional in an index, its list is not.
    return manifests.map(ManifestReader::index).orElseGet(() -> image(layers.orElse(List.of())));
  }

  private static ImageContent index(List<Entry> manifests) {
    return manifests.size() > ImageContent.MOST
        ? new TooLarge("it names more than " + ImageContent.MOST + " manifests")
        : new Index(
            manifests.stream()
                .map(
                    each ->
                        new Child(digest(each), each.platform.flatMap(ManifestReader::platform)))
                .toList());
  }

  private ImageContent image(List<Entry> layers) {
    return layers.size() > ImageContent.MOST
        ? new TooLarge("it names more than " + ImageContent.MOST + " layers")
        : new Image(
            digest(config),
            layers.stream().filter(each -> !each.foreign).map(ManifestReader::digest).toList());
  }

  // A platform that cannot be read may be any, so that it never makes an index incomplete.
  private static Optional<Platform> platform(String written) {
    boolean complete = !written.startsWith("/") && !written.endsWith("/");
    return complete ? Platform.parse(written) : Optional.of(ImageContent.UNKNOWN);
  }

  // The digest becomes a part of a URL.
  private static String digest(Entry entry) {
    if (!ContentDigest.isDigest(entry.digest)) {
      throw new IllegalArgumentException("not a digest");
    }
    return entry.digest;
  }

  private void field(String name) {
    switch (name) {
      case "schemaVersion" -> schemaVersion = number();
      case "manifests" -> manifests = entries();
      case "layers" -> layers = entries();
      case "config" -> config = entry();
      default -> skip();
    }
  }

  /// Of a list that is too long, one entry more than is allowed.
  private Optional<List<Entry>> entries() {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      skip();
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (entries.size() <= ImageContent.MOST) {
        entries.add(entry());
      } else {
        skip();
      }
    }
    return Optional.of(entries);
  }

  private Entry entry() {
    EntryFields fields = new EntryFields();
    if (json.currentToken() == JsonToken.START_OBJECT) {
      fields(fields::field);
    } else {
      skip();
    }
    return new Entry(fields.digest, fields.foreign, fields.platform);
  }

  /// For each field of the object that begins here: hands its name on, with the parser at its
  /// value, which must be consumed to its end.
  private void fields(Consumer<String> field) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      var _ = json.nextToken();
      field.accept(name);
    }
  }

  private final class EntryFields {
    private String digest = "";
    private boolean foreign;
    private Optional<String> platform = Optional.empty();
    private String os = "";
    private String architecture = "";

    void field(String name) {
      switch (name) {
        case "digest" -> digest = text();
        case "mediaType" -> {
          String type = text();
          foreign |= type.contains(".foreign.") || type.contains(".nondistributable.");
        }
        case "urls" -> foreign |= skip() > 0;
        case "platform" -> platform();
        default -> skip();
      }
    }

    private void platform() {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        fields(this::platformField);
        platform = Optional.of(os + "/" + architecture);
      } else {
        skip();
      }
    }

    private void platformField(String name) {
      switch (name) {
        case "os" -> os = text();
        case "architecture" -> architecture = text();
        default -> skip();
      }
    }
  }

  /// Consumes the value.
  ///
  /// @return how many tokens it has inside
  private int skip() {
    if (!json.currentToken().isStructStart()) {
      return 0;
    }
    int tokens = -1;
    for (int depth = 1; depth > 0; tokens++) {
      JsonToken token = json.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return tokens;
  }

  private int number() {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return json.getValueAsInt();
    }
    skip();
    return 0;
  }

  private String text() {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getString();
    }
    skip();
    return "";
  }

  /// The platform that an image's config names.
  static Optional<Platform> platformOf(JsonParser config) {
    ManifestReader reader = new ManifestReader(config);
    EntryFields fields = reader.new EntryFields();
    if (config.nextToken() == JsonToken.START_OBJECT) {
      reader.fields(fields::platformField);
    }
    return Platform.parse(fields.os + "/" + fields.architecture);
  }
}
