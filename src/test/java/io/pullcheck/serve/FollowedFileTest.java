package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The token file, as an example.
class FollowedFileTest {

  @TempDir private Path folder;

  @Test
  void aNewContentCountsAndAnUnusableOneDoesNot() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "first\n");
    AccessFiles access = open(file);
    assertThat(token(access)).isEqualTo("first");

    Files.writeString(file, "second");
    access.refresh();
    assertThat(token(access)).isEqualTo("second");

    Files.writeString(file, "\n");
    access.refresh();
    assertThat(token(access)).isEqualTo("second");
    Files.delete(file);
    access.refresh();
    assertThat(token(access)).isEqualTo("second");

    Files.writeString(file, "third");
    access.refresh();
    assertThat(token(access)).isEqualTo("third");
  }

  @Test
  void aFileThatCannotBeTakenAtTheStartIsRefusedInOneLine() throws IOException {
    Path file = folder.resolve("token");
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(UsageError.class)
        .hasMessage("--management-token-file: " + file + " does not exist");

    Files.writeString(file, " ");
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(UsageError.class)
        .hasMessage("--management-token-file: " + file + " holds no token");
    assertThatThrownBy(
            () ->
                AccessFiles.open(
                    new ServeConfig.Access(
                        Optional.of(file), Optional.empty(), Set.of(), Optional.empty())))
        .isInstanceOf(UsageError.class)
        .hasMessage("--webhook-client-ca: " + file + " holds no PEM certificate");
  }

  private static AccessFiles open(Path token) {
    return AccessFiles.open(
        new ServeConfig.Access(Optional.empty(), Optional.of(token), Set.of(), Optional.empty()));
  }

  private static String token(AccessFiles access) {
    return access.managementToken().orElseThrow().get();
  }
}
