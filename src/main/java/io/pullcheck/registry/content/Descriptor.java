package io.pullcheck.registry.content;

import io.pullcheck.model.ContentDigest;
import java.util.List;
import java.util.Set;

/// What names a content, as an OCI descriptor does.
///
/// @param digest empty if there is none, or none that can be one
/// @param size in bytes; 0 if there is none
/// @param urls from where a node gets the content, in order, before it asks the registry
public record Descriptor(String mediaType, String digest, long size, List<String> urls) {

  public static final Descriptor NONE = new Descriptor("", "", 0);

  private static final Set<String> MANIFESTS =
      Set.of(
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.oci.image.manifest.v1+json");
  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.index.v1+json");
  private static final Set<String> CONFIGS =
      Set.of(
          "application/vnd.docker.container.image.v1+json",
          "application/vnd.oci.image.config.v1+json",
          // Docker 1.10 wrote this one; containerd mends it.
          "application/octet-stream");
  // Characters; longer ones name nothing that is looked at.
  private static final int LONGEST = 128;

  /// The most URLs that are looked at.
  static final int MOST_URLS = 4;

  // Characters.
  private static final int LONGEST_URL = 2048;

  /// The digest becomes a part of a URL, and what is kept must be short.
  public Descriptor {
    mediaType = mediaType.length() > LONGEST ? "too/long" : mediaType;
    digest = ContentDigest.isDigest(digest) ? digest : "";
    urls =
        urls.stream()
            .filter(url -> url.length() <= LONGEST_URL && url.matches("https?://.*"))
            .limit(MOST_URLS)
            .toList();
  }

  public Descriptor(String mediaType, String digest, long size) {
    this(mediaType, digest, size, List.of());
  }

  public boolean isManifest() {
    return MANIFESTS.contains(mediaType);
  }

  public boolean isIndex() {
    return INDEXES.contains(mediaType);
  }

  public boolean isConfig() {
    return CONFIGS.contains(mediaType);
  }

  /// A node fetches nothing whose digest or size is not named.
  public boolean canBeFetched() {
    return !digest.isEmpty() && size > 0;
  }

  int weight() {
    return 64
        + mediaType.length()
        + digest.length()
        + urls.stream().mapToInt(url -> 64 + url.length()).sum();
  }
}
