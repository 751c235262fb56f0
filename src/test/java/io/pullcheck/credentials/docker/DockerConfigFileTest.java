package io.pullcheck.credentials.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.credentials.CredentialSources;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Isolated(
    "The program's set-up of the log, which other classes test, would take the appender away.")
final class DockerConfigFileTest {

  private static final ImageReference APP =
      ImageReference.parse("reg.io/app", "docker.io").orElseThrow();
  private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");

  private static final ServeConfig.NodeCredentials NO_FLAGS =
      new ServeConfig.NodeCredentials(Optional.empty(), Optional.empty(), Optional.empty(), false);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void aFile() throws IOException {
    file = folder.resolve("config.json");
    write("ada", THEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"credHelpers\": {\"a.io\": \"ecr\", \"b.io\": \"gcr\"}} | a.io, b.io",
        "{\"credsStore\": \"desktop\"} | credsStore desktop",
        "{\"auths\": {}, \"credsStore\": \"\", \"credHelpers\": {}} |",
        "no JSON |",
      })
  void helpersThatANodeDoesNotKnowAreNamedOnceAtTheStart(String content, String ignored)
      throws IOException {
    Files.writeString(file, content);
    Logger logger = (Logger) LoggerFactory.getLogger(DockerConfigFile.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
    try {
      List<Keyring> sources =
          CredentialSources.ofNode(
              NO_FLAGS, Map.of("DOCKER_CONFIG", folder.toString()), () -> THEN);
      sources.forEach(each -> each.candidates(APP));
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
    // Other tests of this class may log at the same time.
    List<ILoggingEvent> warnings =
        log.list.stream()
            .filter(each -> each.getMessage().contains("a node would not ask"))
            .filter(each -> each.getKeyValuePairs().getFirst().value.equals(file))
            .toList();
    if (ignored == null) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings).hasSize(1);
      assertThat(warnings.getFirst().getKeyValuePairs().getLast().value).isEqualTo(ignored);
    }
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
