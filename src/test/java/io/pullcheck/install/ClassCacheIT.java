package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the JVM has learned for a quick start: used where it is of the same jars, and passed over
/// without a word where it is not.
final class ClassCacheIT {

  private static final String NOWHERE = "127.0.0.1:1/shop/cart:v1";

  @TempDir Path folder;

  @BeforeEach
  void copyDistribution() throws IOException {
    Path distribution = PullcheckProcess.launcher().resolve("../..").normalize();
    for (String file : files(distribution)) {
      Path copy = folder.resolve(file);
      Files.createDirectories(copy.getParent());
      Path _ = Files.copy(distribution.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  @Test
  void aCopyUsesThatOfTheBuild() throws IOException {
    assertThat(loaded("scan", "--help")).anyMatch(ClassCacheIT::isOursFromTheCache);
    assertThat(loaded("--version")).anyMatch(ClassCacheIT::isOursFromTheCache);
  }

  @Test
  void noClassOfAScanIsReadFromAJar() throws Exception {
    try (DockerRegistry registry = DockerRegistry.open()) {
      assertThat(loaded("scan", registry.push("shop/cart", "v1")))
          .anyMatch(line -> line.contains(" picocli.CommandLine source: shared objects file"))
          .noneMatch(line -> line.contains("source: file:"));
    }
  }

  @Test
  void anInstalledArchiveLearnsFromOneScan() throws IOException {
    long size = Files.size(jar("pullcheck")) + Files.size(jar("libraries"));
    Files.delete(folder.resolve("lib/scan-" + size + ".aot"));
    assertThat(loaded("scan", "--help")).noneMatch(ClassCacheIT::isOursFromTheCache);

    for (int times = 0; times < 2; times++) {
      assertThat(run(Map.of("PULLCHECK_LEARN", "1"), "scan", "--timeout=0s", NOWHERE).exit())
          .isEqualTo(3);
      assertThat(loaded("scan", "--help")).anyMatch(ClassCacheIT::isOursFromTheCache);
    }
  }

  // Classes of the jar before it would run, without a word.
  @ParameterizedTest
  @ValueSource(strings = {"pullcheck", "libraries"})
  void anotherJarDoesNotUseIt(String changed) throws IOException {
    Path _ = Files.write(jar(changed), new byte[1], StandardOpenOption.APPEND);

    assertThat(loaded("scan", "--help")).isNotEmpty().noneMatch(ClassCacheIT::isOursFromTheCache);
  }

  /// Which classes the JVM loads for a command that succeeds, and where from.
  private List<String> loaded(String... arguments) throws IOException {
    Path log = folder.resolve("loaded");
    Command.Result result =
        run(Map.of("PULLCHECK_JAVA_OPTS", "-Xlog:class+load:file=" + log), arguments);
    assertThat(result.exit()).as(result.err()).isZero();
    return Files.readAllLines(log);
  }

  private static boolean isOursFromTheCache(String line) {
    return line.contains(" io.pullcheck.Main source: shared objects file");
  }

  private Path jar(String name) {
    return folder.resolve("lib/" + name + ".jar");
  }

  private Command.Result run(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(folder.resolve("bin/pullcheck").toString()));
    command.addAll(List.of(arguments));
    return Command.run(environment, "", command);
  }

  private static List<String> files(Path distribution) throws IOException {
    try (var all = Files.walk(distribution)) {
      return all.filter(Files::isRegularFile)
          .map(each -> distribution.relativize(each).toString())
          .toList();
    }
  }
}
