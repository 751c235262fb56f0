package io.pullcheck.scan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.pullcheck.config.UsageError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a scan says of files that are none of their kind.
final class UnreadableInputTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a: b: c                                | stdin:2: not YAML: mapping values are not allowed here
          a: [1, 2                               | stdin:3: not YAML:
          {{- if .Values.x }}                    | (a template? Render it first, such as by helm template)
          `a: 1\nb: 2\na: 3`                     | stdin:4: the key 'a' stands twice, first in line 2
          a: *none                               | stdin:2: no anchor &none stands before this alias
          a: &a [*a]                             | stdin:2: no anchor &a stands before this alias
          """)
  void whatCannotBeReadIsToldAndDoesNotStopTheRest(String broken, String problem) {
    Sources sources =
        SourcesTest.manifests(
            "---\n" + broken.replace("\\n", "\n") + "\n" + "---\n" + SourcesTest.SHOP);

    assertThat(sources.pulls()).hasSize(5);
    assertThat(SourcesTest.problems(sources)).singleElement().asString().contains(problem);
  }

  @Test
  void brokenJsonIsToldWithItsLine() {
    assertThat(SourcesTest.problems(SourcesTest.manifests("{\"kind\": \"Pod\",\n \"a\": ]}\n")))
        .singleElement()
        .asString()
        .startsWith("stdin:2: not JSON: ");
    assertThat(
            SourcesTest.problems(
                SourcesTest.manifests("{\"kind\": \"Pod\",\n \"kind\": \"Pod\"}\n")))
        .containsExactly("stdin:2: the key 'kind' stands twice, first in line 1");
  }

  @Test
  void deepAndBombasticDocumentsAreRefusedInTime() {
    String deep = "a: " + "[".repeat(100_000);
    String bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + IntStream.range(1, 30)
                .mapToObj(
                    i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)))
                .collect(Collectors.joining())
            + "apiVersion: x/v1\nkind: Bomb\n";

    assertThat(SourcesTest.problems(SourcesTest.manifests(deep)))
        .containsExactly("stdin:1: it has more than 100 levels");
    assertThat(SourcesTest.problems(SourcesTest.manifests(bomb)))
        .containsExactly("stdin:1: its aliases stand for more values than Pullcheck reads");
    assertThat(SourcesTest.problems(SourcesTest.manifests("{\"a\":" + "[".repeat(100_000))))
        .singleElement()
        .asString()
        .startsWith("stdin:1: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "empty", "folder", "binary", "huge", "values"})
  void whatIsNoManifestIsOneLine(String name) throws IOException {
    Path file = folder.resolve(name);
    String problem =
        switch (name) {
          case "missing" -> "-f: " + file + " does not exist";
          case "empty" -> {
            Files.writeString(file, "---\n# nothing\n");
            yield "-f: " + file + " has no object with an image";
          }
          case "folder" -> {
            Files.createDirectory(file);
            yield "-f: " + file + " has no manifests (*.yaml, *.yml, *.json)";
          }
          case "binary" -> {
            Files.write(file, new byte[] {1, 0, 2});
            yield "-f: " + file + " is no text";
          }
          case "huge" -> {
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
              sparse.setLength(100 << 20);
            }
            yield "-f: " + file + " is larger than 64 MiB";
          }
          default -> {
            Files.writeString(file, "replicas: 3\nimage: reg.io/a:1\n");
            yield "-f: " + file + " has no object with an image";
          }
        };

    assertThatThrownBy(() -> SourcesTest.reading("").addManifests(file.toString()))
        .isInstanceOf(UsageError.class)
        .hasMessage(problem);
  }

  @Test
  void aFolderBelowThatCannotBeReadDoesNotStopTheRest() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.writeString(folder.resolve("shop.yaml"), SourcesTest.SHOP);
    List<String> told = new ArrayList<>();
    Files.setPosixFilePermissions(closed, Set.of());
    assumeFalse(Files.isReadable(closed), "root may read every folder");

    assertThat(InputFile.manifests(folder, (at, e) -> told.add(at + " " + e.getMessage())))
        .containsExactly(folder.resolve("shop.yaml"));
    assertThat(told).containsExactly(closed + " " + closed + " cannot be read: permission denied");
  }

  @Test
  void emptyListsAndLoneDashesSayWhatIsAllowed() {
    assertThatThrownBy(() -> SourcesTest.reading("\n# none\n").addList("-"))
        .hasMessage("--list: stdin names no image");
    assertThatThrownBy(() -> SourcesTest.reading("").addImage("-"))
        .hasMessageContaining("-f - for manifests on standard input");
    Sources twice = SourcesTest.reading(SourcesTest.SHOP);
    twice.addManifests("-");
    assertThatThrownBy(() -> twice.addList("-"))
        .hasMessage("--list: standard input can be read only once");
  }
}
