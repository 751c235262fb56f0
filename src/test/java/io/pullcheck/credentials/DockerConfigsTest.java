package io.pullcheck.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.image.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DockerConfigsTest {

  @ParameterizedTest
  @CsvSource({
    "user:password, user, password",
    "user:pass:word, user, pass:word",
    "user:, user, ''",
    ":p, '', p"
  })
  void authIsUserAndPasswordAndTheColonInThePasswordIsLegal(
      String pair, String user, String password) {
    assertThat(json("{\"auths\":{\"reg.io\":{\"auth\":\"" + base64(pair) + "\"}}}"))
        .contains(entry(user, password));
    assertThat(
            json("{\"auths\":{\"reg.io\":{\"auth\":\"" + base64(pair).replace("=", "") + "\"}}}"))
        .contains(entry(user, password));
  }

  @Test
  void aNewlineAfterTheBase64TextIsLegalAndADecodedOneBelongsToThePassword() {
    assertThat(json("{\"auths\":{\"reg.io\":{\"auth\":\"" + base64("u:p") + "\\n\"}}}"))
        .contains(entry("u", "p"));
    assertThat(json("{\"auths\":{\"reg.io\":{\"auth\":\"" + base64("u:p\n") + "\"}}}"))
        .contains(entry("u", "p\n"));
  }

  @Test
  void userAndPasswordMayStandAloneAndAuthWinsOverThem() {
    assertThat(json("{\"auths\":{\"reg.io\":{\"username\":\"u\",\"password\":\"p\"}}}"))
        .contains(entry("u", "p"));
    assertThat(
            json(
                "{\"auths\":{\"reg.io\":{\"username\":\"x\",\"password\":\"y\",\"auth\":\""
                    + base64("u:p")
                    + "\"}}}"))
        .contains(entry("u", "p"));
  }

  @Test
  void theLegacyFormatHasItsEntriesAtTheTop() {
    assertThat(
            DockerConfigs.legacy(
                bytes("{\"reg.io\":{\"auth\":\"" + base64("u:p") + "\",\"email\":\"e\"}}")))
        .contains(entry("u", "p"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"auths\":{}}",
        "{\"auths\":null}",
        "null",
        "{\"credsStore\":\"desktop\"}"
      })
  void whatHasNoEntriesIsNoFailure(String text) {
    assertThat(json(text)).contains(new DockerConfig(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "\"text\"",
        "{\"auths\":[]}",
        "{\"auths\":{\"reg.io\":\"text\"}}",
        "{\"auths\":{\"reg.io\":{\"auth\":\"!!!\"}}}",
        "{\"auths\":{\"reg.io\":{\"auth\":\"bm9jb2xvbg==\"}}}",
        "{\"auths\":{\"reg.io\":{\"username\":1}}}"
      })
  void whatTheKubeletCannotReadFailsThePull(String text) {
    assertThat(json(text)).isEmpty();
  }

  private static Optional<DockerConfig> json(String text) {
    return DockerConfigs.json(bytes(text));
  }

  private static DockerConfig entry(String user, String password) {
    return new DockerConfig(
        List.of(new DockerConfig.Entry("reg.io", Credential.password(user, password))));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
