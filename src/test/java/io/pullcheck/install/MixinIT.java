package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The mixin, by the tools that those who use it have: go-jsonnet's.
class MixinIT {

  @TempDir Path folder;

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Mixin.FOLDER)) {
      return files.map(Path::toString).filter(it -> it.endsWith("sonnet")).sorted().toList();
    }
  }

  private static void run(String tool, List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of(RealParts.require(tool).toString()));
    command.addAll(arguments);
    var result = Command.run(command);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
  }

  /// By the command that the mixin's README names.
  @Test
  void itMakesTheChartsFiles() throws IOException {
    run("jsonnet", List.of("-S", "-m", folder.toString(), Mixin.FILES.toString()));

    for (var file : Mixin.files().keySet()) {
      assertThat(folder.resolve(file)).hasSameTextualContentAs(Chart.FOLDER.resolve("files", file));
    }
  }

  @Test
  void theFormatterHasNothingToDo() throws IOException {
    var arguments = new ArrayList<>(List.of("--test"));
    arguments.addAll(sources());

    run("jsonnetfmt", arguments);
  }

  @Test
  void theLinterFindsNothing() throws IOException {
    run("jsonnet-lint", sources());
  }
}
