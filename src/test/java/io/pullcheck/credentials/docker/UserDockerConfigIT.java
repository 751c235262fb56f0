package io.pullcheck.credentials.docker;

import static io.pullcheck.model.Reason.CREDENTIAL_PROVIDER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.config.UsageError;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.testing.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserDockerConfigIT {

  private static final Credential ADA = Credential.password("ada", "secret");

  @TempDir Path folder;

  @BeforeEach
  void helpers() throws IOException {
    helper(
        "keychain",
        "echo '{\"ServerURL\":\"'$server'\",\"Username\":\"u\",\"Secret\":\"of '$server'\"}'");
    helper("token", "echo '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'");
    helper("empty", "echo 'credentials not found in native keychain'; exit 1");
    helper("broken", "echo 'no such role' >&2; exit 1");
    helper("nonsense", "echo hello");
  }

  @Test
  void entriesCountByTheKubeletsRules() throws IOException {
    assertThat(candidates("{'auths': {'*.io': {'auth': 'YWRhOnNlY3JldA=='}}}", "reg.io/app"))
        .isEqualTo(Candidates.of(ADA));
  }

  @Test
  void anIdentityTokenIsOne() throws IOException {
    assertThat(
            candidates(
                "{'auths': {'reg.io': {'auth': 'MDAwMDA6', 'identitytoken': 'refresh'}}}",
                "reg.io/app"))
        .isEqualTo(Candidates.of(new Credential(Credential.Kind.IDENTITY_TOKEN, "", "refresh")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'credsStore': 'keychain'} | reg.io:5000/app | of reg.io:5000",
        "{'credsStore': 'keychain'} | nginx | of https://index.docker.io/v1/",
        "{'credHelpers': {'reg.io': 'keychain'}} | reg.io/app | of reg.io",
        "{'credHelpers': {'docker.io': 'keychain'}} | nginx | of https://index.docker.io/v1/",
        "{'credHelpers': {'index.docker.io': 'keychain'}} | nginx | of https://index.docker.io/v1/",
        "{'credHelpers': {'https://index.docker.io/v1/': 'keychain'}} | nginx | of https://index.docker.io/v1/",
        "{'credsStore': 'empty', 'credHelpers': {'reg.io': 'keychain'}} | reg.io/app | of reg.io",
      })
  void aHelperIsAskedForTheServer(String config, String image, String secret) throws IOException {
    assertThat(candidates(config, image))
        .isEqualTo(Candidates.of(Credential.password("u", secret)));
  }

  @Test
  void aHelperMayHaveAnIdentityToken() throws IOException {
    assertThat(candidates("{'credsStore': 'token'}", "reg.io/app").inOrder())
        .containsExactly(new Credential(Credential.Kind.IDENTITY_TOKEN, "", "refresh"));
  }

  @Test
  void aHelperForAnotherRegistryIsNotAsked() throws IOException {
    assertThat(candidates("{'credHelpers': {'reg.io': 'keychain'}}", "other.io/app"))
        .isEqualTo(Candidates.ANONYMOUS);
    assertThat(asked("keychain")).isEmpty();
  }

  @Test
  void whereAHelperHasNothingTheFileCounts() throws IOException {
    String auths = "'auths': {'reg.io': {'auth': 'YWRhOnNlY3JldA=='}}}";

    assertThat(candidates("{'credsStore': 'empty', " + auths, "reg.io/app"))
        .isEqualTo(Candidates.of(ADA));
    assertThat(candidates("{'credsStore': 'empty', " + auths, "other.io/app"))
        .isEqualTo(Candidates.ANONYMOUS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"broken", "nonsense", "missing"})
  void aHelperThatFailsIsTold(String helper) throws IOException {
    assertThat(candidates("{'credsStore': '" + helper + "'}", "reg.io/app"))
        .isEqualTo(new Candidates(List.of(), Optional.of(CREDENTIAL_PROVIDER_FAILED)));
  }

  @Test
  void aHelperIsAskedOnceForARegistry() throws IOException {
    UserDockerConfig config = open("{'credsStore': 'keychain'}");

    for (String image : List.of("reg.io/a", "reg.io/b", "other.io/a", "reg.io/a")) {
      assertThat(config.candidates(reference(image)).inOrder()).hasSize(1);
    }
    assertThat(asked("keychain")).containsExactly("reg.io", "other.io");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{'credsStore': 1}", "{'auths': {'reg.io': {'auth': '!'}}}"})
  void whatIsNoDockerConfigIsRefused(String config) {
    assertThatThrownBy(() -> open(config))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("config.json is not a docker config.json (allowed: ");
  }

  private void helper(String name, String script) throws IOException {
    ShellScript.write(
        folder.resolve("docker-credential-" + name),
        "[ \"$1\" = get ] || exit 9\nserver=$(cat)\necho \"$server\" >>\"$0.asked\"\n" + script);
  }

  private List<String> asked(String helper) throws IOException {
    Path file = folder.resolve("docker-credential-" + helper + ".asked");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private Candidates candidates(String config, String image) throws IOException {
    return open(config).candidates(reference(image));
  }

  private UserDockerConfig open(String config) throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), config.replace('\'', '"'));
    return UserDockerConfig.open(file, folder + "/docker-credential-");
  }

  private static ImageReference reference(String image) {
    return ImageReference.parse(image, "docker.io").orElseThrow();
  }
}
