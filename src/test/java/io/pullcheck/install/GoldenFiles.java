package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that hold a whole expected output. `-Dgolden.update=true` writes them anew: look at the
/// difference before you commit it.
final class GoldenFiles {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private GoldenFiles() {}

  static void assertSame(Path expected, String actual) throws IOException {
    if (UPDATE) {
      Files.writeString(expected, actual);
    }
    assertThat(expected).as("run with -Dgolden.update=true to write it").exists();
    assertThat(actual).as(expected.toString()).isEqualTo(Files.readString(expected));
  }
}
