package io.pullcheck.workload;

import io.pullcheck.model.ImageReference;
import java.util.Objects;

/// One place in a workload that names an image.
///
/// @param container the container's name; `volume:<name>` for an image volume
/// @param path where the image stands in the object: `spec.template.spec.containers[0].image`
/// @param image as written; of a text that is too long to be an image's name only the beginning,
///   which is still too long
public record ContainerImage(String container, String path, String image) {

  // No container's name can have a colon.
  private static final String VOLUME = "volume:";

  public ContainerImage {
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(path, "path");
    // The API server takes a megabyte, which would be kept, logged and shown at several places.
    image = ImageReference.shortened(image);
  }

  /// The image of the volume of that name.
  static ContainerImage ofVolume(String name, String path, String image) {
    return new ContainerImage(VOLUME + name, path, image);
  }

  boolean isVolume() {
    return container.startsWith(VOLUME);
  }

  /// What names the image, in a reader's words: `container`, `init container`, `ephemeral
  /// container` or `image volume`.
  public String place() {
    if (isVolume()) {
      return "image volume";
    }
    if (path.contains("initContainers[")) {
      return "init container";
    }
    return path.contains("ephemeralContainers[") ? "ephemeral container" : "container";
  }

  /// The name of the container or of the volume that [#place] is.
  public String placeName() {
    return isVolume() ? container.substring(VOLUME.length()) : container;
  }
}
