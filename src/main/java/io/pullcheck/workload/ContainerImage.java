package io.pullcheck.workload;

import java.util.Objects;

/// One place in a workload that names an image.
///
/// @param container the container's name; `volume:<name>` for an image volume
/// @param path where the image stands in the object: `spec.template.spec.containers[0].image`
/// @param image as written
public record ContainerImage(String container, String path, String image) {

  public ContainerImage {
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(image, "image");
  }
}
