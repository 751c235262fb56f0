package io.pullcheck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryFolderTest {

  @Test
  void isDeletedWithAllThatIsInItAndNothingThatALinkPointsTo(@TempDir Path elsewhere)
      throws Exception {
    Path kept = Files.writeString(elsewhere.resolve("kept"), "");
    Path folder = TemporaryFolder.create("folder");
    Path deep = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(deep.resolve("file"), "");
    Files.createSymbolicLink(folder.resolve("folder"), elsewhere);
    Files.createSymbolicLink(folder.resolve("file"), kept);
    Files.createSymbolicLink(folder.resolve("nothing"), folder.resolve("none"));

    TemporaryFolder.delete(folder);

    assertThat(folder).doesNotExist();
    assertThat(kept).exists();
  }

  @Test
  void isDeletedAlthoughSomebodyStillWritesForAMoment() throws Exception {
    Path folder = TemporaryFolder.create("folder");
    String writer = "for i in $(seq 300); do mkdir \"$0\"/$i && : >\"$0\"/$i/file || exit; done";
    try (ChildProcess _ =
        ChildProcess.start(Map.of(), List.of("sh", "-c", writer, folder.toString()))) {
      Waiting.eventually(() -> Files.exists(folder.resolve("9")));
      TemporaryFolder.delete(folder);
    }

    assertThat(folder).doesNotExist();
  }

  @Test
  void oneThatIsGoneIsNoProblem() throws Exception {
    Path folder = TemporaryFolder.create("folder");

    TemporaryFolder.delete(folder);
    TemporaryFolder.delete(folder);

    assertThat(folder).doesNotExist();
  }
}
