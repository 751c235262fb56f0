package io.pullcheck.install;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/// Programs that a machine may lack: without them a test is skipped, and says how to get them.
final class Installed {

  private Installed() {}

  static void need(String... programs) {
    for (var program : programs) {
      Assumptions.assumeTrue(
          onPath(program), program + " is not on this machine: .ci/install gets it");
    }
  }

  static void needFolder(Path folder, String what) {
    Assumptions.assumeTrue(
        Files.isDirectory(folder), what + " is not on this machine: .ci/install gets it");
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
