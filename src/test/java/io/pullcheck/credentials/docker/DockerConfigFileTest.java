package io.pullcheck.credentials.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.config.UsageError;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DockerConfigFileTest {

  private static final ImageReference APP =
      ImageReference.parse("reg.io/app", "docker.io").orElseThrow();
  private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void aFile() throws IOException {
    file = folder.resolve("config.json");
    write("ada", THEN);
  }

  @Test
  void aChangedFileIsReadAgain() throws IOException {
    DockerConfigFile config = DockerConfigFile.open(file);
    assertThat(config.candidates(APP)).isEqualTo(of("ada"));

    write("eve", THEN.plusSeconds(1));

    assertThat(config.candidates(APP)).isEqualTo(of("eve"));
  }

  @Test
  void aFileThatIsSwappedInIsReadThoughItLooksTheSame() throws IOException {
    DockerConfigFile config = DockerConfigFile.open(file);
    Path other = folder.resolve("other");
    Files.move(file, other);

    write("eve", THEN);

    assertThat(config.candidates(APP)).isEqualTo(of("eve"));
  }

  @Test
  void anUnchangedFileIsNotReadAgain() throws IOException {
    DockerConfigFile config = DockerConfigFile.open(file);

    // Same length, same time, same inode.
    Files.writeString(file, Files.readString(file).replace("ada", "eve"));
    Files.setLastModifiedTime(file, FileTime.from(THEN));

    assertThat(config.candidates(APP)).isEqualTo(of("ada"));
  }

  @Test
  void inPlaceOfAFileThatIsNotValidTheLastOneStays() throws IOException {
    DockerConfigFile config = DockerConfigFile.open(file);

    Files.writeString(file, "{");

    assertThat(config.candidates(APP)).isEqualTo(of("ada"));
    write("eve", THEN.plusSeconds(2));
    assertThat(config.candidates(APP)).isEqualTo(of("eve"));
  }

  @Test
  void aFileThatIsGoneHasNoCredentialsUntilItIsBack() throws IOException {
    DockerConfigFile config = DockerConfigFile.open(file);

    Files.delete(file);
    assertThat(config.candidates(APP)).isEqualTo(Candidates.ANONYMOUS);

    write("ada", THEN);
    assertThat(config.candidates(APP)).isEqualTo(of("ada"));
  }

  @Test
  void aFileThatNeedNotBeThereIsReadWhenItComes() throws IOException {
    Files.delete(file);
    DockerConfigFile config = new DockerConfigFile(file);
    assertThat(config.candidates(APP)).isEqualTo(Candidates.ANONYMOUS);

    write("ada", THEN);

    assertThat(config.candidates(APP)).isEqualTo(of("ada"));
  }

  @Test
  void helpersAndIdentityTokensDoNotExistForANode() throws IOException {
    Files.writeString(
        file,
        """
        {"credsStore": "none", "credHelpers": {"reg.io": "none"},
         "auths": {"reg.io": {"identitytoken": "token"}, "*.io": {"auth": "YWRhOnNlY3JldA=="}}}
        """);

    assertThat(DockerConfigFile.open(file).candidates(APP))
        .isEqualTo(
            Candidates.of(Credential.password("", ""), Credential.password("ada", "secret")));
  }

  @Test
  void aFileThatMustBeThereAndIsNotIsRefused() {
    Path gone = folder.resolve("gone");

    assertThatThrownBy(() -> DockerConfigFile.open(gone))
        .isInstanceOf(UsageError.class)
        .hasMessage(gone + " does not exist");
    assertThatThrownBy(() -> DockerConfigFile.open(folder))
        .isInstanceOf(UsageError.class)
        .hasMessageStartingWith(folder + " cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"auths\": {\"reg.io\": {\"auth\": \"cGFudHM=\"}}}"})
  void aFileThatIsNoDockerConfigIsRefused(String content) throws IOException {
    Files.writeString(file, content);

    assertThatThrownBy(() -> DockerConfigFile.open(file))
        .isInstanceOf(UsageError.class)
        .hasMessage(
            file
                + " is not a docker config.json"
                + " (allowed: a JSON object with auths, each auth base64 of user:password)");
  }

  private void write(String user, Instant modified) throws IOException {
    Files.writeString(
        file,
        "{\"auths\": {\"reg.io\": {\"username\": \"" + user + "\", \"password\": \"secret\"}}}");
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private static Candidates of(String user) {
    return Candidates.of(Credential.password(user, "secret"));
  }
}
