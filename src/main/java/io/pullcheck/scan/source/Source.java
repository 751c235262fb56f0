package io.pullcheck.scan.source;

import java.util.Objects;

/// A place that names an image. What a place does not have is empty.
///
/// @param namespace of the object; empty where a manifest leaves it to `kubectl apply`
/// @param kind as in a manifest: `StatefulSet`; empty for a line of a list
/// @param container its name; `volume:<name>` for an image volume
/// @param path in the object: `spec.template.spec.containers[0].image`
/// @param file as it was given, or below the folder that was given; empty for an object of a
///   cluster
/// @param line of the image in the file, counted from 1; 0 where there is no file
public record Source(
    String namespace,
    String kind,
    String name,
    String container,
    String path,
    String file,
    int line) {

  public Source {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(file, "file");
  }

  /// A line of a list of images.
  static Source ofLine(String file, int line) {
    return new Source("", "", "", "", "", file, line);
  }

  /// Whether it is an object, and not only a line.
  public boolean isObject() {
    return !kind.isEmpty();
  }

  /// The object: `Deployment shop/cart`.
  public String object() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }

  /// The file and the line: `deploy/cart.yaml:14`; empty where there is no file.
  public String position() {
    return file.isEmpty() ? "" : file + ":" + line;
  }
}
