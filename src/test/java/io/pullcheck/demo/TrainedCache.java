package io.pullcheck.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The JVM's cache of classes that a training makes.
///
/// @param file where it will be; `*` in its name stands for what the launcher adds
record TrainedCache(Path file) {

  /// Deletes what a training before this one has made.
  void clear() throws IOException {
    for (Path each : made()) {
      Files.delete(each);
    }
  }

  boolean isMade() throws IOException {
    return !made().isEmpty();
  }

  private List<Path> made() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(file.getParent(), file.getFileName().toString())) {
      List<Path> made = new ArrayList<>();
      files.forEach(made::add);
      return made;
    }
  }
}
