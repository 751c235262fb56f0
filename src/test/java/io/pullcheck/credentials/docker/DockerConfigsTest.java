package io.pullcheck.credentials.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// With the kubelet's own cases: pkg/credentialprovider/config_test.go, v1.36.
final class DockerConfigsTest {

  private static final String TWO =
      """
      {"http://foo.example.com": {"username": "foo", "password": "bar", "email": "foo@example.com"},
       "http://bar.example.com": {"username": "bar", "password": "baz", "email": "bar@example.com"}}
      """;
  private static final DockerConfig PARSED =
      new DockerConfig(
          List.of(
              new DockerConfig.Entry("http://foo.example.com", Credential.password("foo", "bar")),
              new DockerConfig.Entry("http://bar.example.com", Credential.password("bar", "baz"))));

  // TestDockerConfigJsonJSONDecode, TestDockerConfigJSONDecode.
  @Test
  void bothFormatsAreReadInTheOrderOfTheirText() {
    assertThat(DockerConfigs.json(bytes("{\"auths\": " + TWO + "}"))).contains(PARSED);
    assertThat(DockerConfigs.legacy(bytes(TWO))).contains(PARSED);
  }

  // TestDockerConfigEntryJSONDecode, and what Go's decoder does besides.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'username': 'foo', 'password': 'bar', 'email': 'foo@example.com'} | foo | bar",
        "{'auth': 'Zm9vOmJhcg==', 'email': 'foo@example.com'} | foo | bar",
        "{'username': 'foo', 'password': 'bar', 'auth': 'cGluZzpwb25n'} | ping | pong",
        "{'username': 'foo', 'password': 'bar', 'auth': ''} | foo | bar",
        "{'username': 'foo', 'password': 'bar', 'auth': null} | foo | bar",
        "{'Username': 'foo', 'PASSWORD': 'bar'} | foo | bar",
        "{'username': 'foo', 'password': 'bar', 'identitytoken': 5, 'other': [1]} | foo | bar",
        "{} | '' | ''",
        "null | '' | ''",
      })
  void anEntryIsRead(String entry, String user, String password) {
    assertThat(DockerConfigs.legacy(bytes("{'reg.io': " + entry + "}")))
        .contains(config("reg.io", user, password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'auth': 'pants', 'email': 'foo@example.com'}",
        "{'email': false}",
        "{'username': 1}",
        "{'password': ['a']}",
        "{'auth': {}}",
        "'text'",
        "[]",
        "1"
      })
  void anEntryOnWhichTheKubeletFailsSpoilsTheWholeConfig(String entry) {
    String config = "{'good.io': {'auth': 'Zm9vOmJhcg=='}, 'reg.io': " + entry + "}";

    assertThat(DockerConfigs.legacy(bytes(config))).isEmpty();
    assertThat(DockerConfigs.json(bytes("{'auths': " + config + "}"))).isEmpty();
  }

  // TestDecodeDockerConfigFieldAuth.
  @ParameterizedTest
  @CsvSource({
    "Zm9vOmJhcg==, foo, bar",
    "Zm9vOmJhcg, foo, bar",
    "Zm9vOm\\nJhcg==\\n, foo, bar",
    "Zm9vOmJhcg==\\r\\n, foo, bar",
    // A colon in the password; an empty password; no user.
    "dTphOmI=, u, a:b",
    "dTo=, u, ''",
    "OnA=, '', p",
  })
  void authIsBase64WithOrWithoutPaddingAndLineBreaks(String auth, String user, String password) {
    assertThat(DockerConfigs.legacy(bytes("{'reg.io': {'auth': '" + auth + "'}}")))
        .contains(config("reg.io", user, password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cGFudHM=", "Zm9vOmJhcg== ", "pants", "Zm9vOmJhcg=", " ", "\\n", "Zm9vOmJhc-_="})
  void authThatIsNoUserAndPasswordIsRefused(String auth) {
    assertThat(DockerConfigs.legacy(bytes("{'reg.io': {'auth': '" + auth + "'}}"))).isEmpty();
  }

  @Test
  void aNewlineThatWasEncodedBelongsToThePassword() {
    String auth = Base64.getEncoder().encodeToString(bytes("user:secret\n"));

    assertThat(DockerConfigs.legacy(bytes("{'reg.io': {'auth': '" + auth + "'}}")))
        .contains(config("reg.io", "user", "secret\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{'auths': null}",
        "{'auths': {}}",
        "{'credsStore': 'desktop', 'credHelpers': {'reg.io': 'x'}}",
        "{'auths': {}, 'HttpHeaders': {'a': 'b', 'c': null}}",
        " \\u007b} ",
      })
  void aConfigMayBeEmpty(String config) {
    String text = config.replace("\\u007b", "{");

    assertThat(DockerConfigs.json(bytes(text))).contains(new DockerConfig(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{} {}",
        "{} x",
        "[]",
        "'text'",
        "{'auths': []}",
        "{'auths': 'x'}",
        "{'auths': {}, 'HttpHeaders': {'a': 1}}",
        "{'auths': {}, 'HttpHeaders': []}",
        "{'auths': {},}",
        "\uFEFF{}",
        "// comment\n{}",
        "{'a': 1",
        "{'auths': {'reg.io': {'auth': 'Zm9vOmJhcg=='}}"
      })
  void whatIsNoDockerConfigIsRefused(String config) {
    assertThat(DockerConfigs.json(bytes(config))).isEmpty();
  }

  @Test
  void depthDoesNotHurt() {
    assertThat(DockerConfigs.json(bytes("{'a':".repeat(100_000)))).isEmpty();
    assertThat(DockerConfigs.legacy(bytes("[".repeat(1_000_000)))).isEmpty();
  }

  @Test
  void authsIsFoundInAnyCase() {
    assertThat(DockerConfigs.json(bytes("{'Auths': {'reg.io': {'Auth': 'Zm9vOmJhcg=='}}}")))
        .contains(config("reg.io", "foo", "bar"));
  }

  @Test
  void aSecretIsNotPrinted() {
    assertThat(config("reg.io", "foo", "bar-secret").toString()).doesNotContain("bar-secret");
  }

  private static DockerConfig config(String key, String user, String password) {
    return new DockerConfig(
        List.of(new DockerConfig.Entry(key, Credential.password(user, password))));
  }

  private static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
