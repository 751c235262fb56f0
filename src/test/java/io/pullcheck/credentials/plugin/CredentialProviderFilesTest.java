package io.pullcheck.credentials.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.config.UsageError;
import io.pullcheck.credentials.docker.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// With the kubelet's own cases: pkg/credentialprovider/plugin/config_test.go, v1.36.
final class CredentialProviderFilesTest {

  private static final String GOOD =
      """
      kind: CredentialProviderConfig
      apiVersion: kubelet.config.k8s.io/v1
      providers:
      - name: foobar
        matchImages: ["*.registry.io:8080/path", "registry.io"]
        defaultCacheDuration: 10m
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        args: [--v=5]
        env:
        - {name: FOO, value: BAR}
      """;
  private static final String TOKEN =
      """
        tokenAttributes:
          serviceAccountTokenAudience: audience
          cacheType: Token
          requireServiceAccount: true
          requiredServiceAccountAnnotationKeys: [now-with-dashes/simple-1, domain.com/Key_2.x]
          optionalServiceAccountAnnotationKeys: [now-with-dashes/simple-3]
      """;

  @TempDir Path folder;

  // Test_readCredentialProviderConfigFile: what is taken.
  @ParameterizedTest
  @CsvSource({"v1, v1", "v1beta1, v1beta1", "v1alpha1, v1alpha1", "v1, v1alpha1", "v1alpha1, v1"})
  void allVersionsAreRead(String config, String provider) throws IOException {
    String text =
        GOOD.replace("kubelet.config.k8s.io/v1", "kubelet.config.k8s.io/" + config)
            .replace(
                "credentialprovider.kubelet.k8s.io/v1",
                "credentialprovider.kubelet.k8s.io/" + provider);

    assertThat(read("---\n" + text))
        .containsExactly(
            new ProviderConfig(
                "foobar",
                List.of(location("*.registry.io:8080/path"), location("registry.io")),
                Duration.ofMinutes(10),
                "credentialprovider.kubelet.k8s.io/" + provider,
                List.of("--v=5"),
                Map.of("FOO", "BAR"),
                false));
  }

  @Test
  void jsonIsReadToo() throws IOException {
    String json =
        """
        {"kind": "CredentialProviderConfig", "apiVersion": "kubelet.config.k8s.io/v1", "providers": [
          {"name": "a", "matchImages": ["a.io"], "defaultCacheDuration": "0s", "args": null, "env": null,
           "apiVersion": "credentialprovider.kubelet.k8s.io/v1"}]}
        """;

    assertThat(read(json))
        .singleElement()
        .returns(Duration.ZERO, ProviderConfig::defaultCacheDuration);
  }

  @Test
  void severalProvidersKeepTheirOrder() throws IOException {
    assertThat(read(GOOD + provider("b") + provider("a")))
        .extracting(ProviderConfig::name)
        .containsExactly("foobar", "b", "a");
  }

  @Test
  void aFolderIsReadInTheOrderOfItsFiles() throws IOException {
    String head = GOOD.substring(0, GOOD.indexOf("- name"));
    Files.writeString(folder.resolve("2.yml"), head + provider("second"));
    Files.writeString(folder.resolve("1.json"), head + provider("first"));
    Files.writeString(folder.resolve("3.yaml"), head + provider("third"));
    Files.writeString(folder.resolve("4.txt"), "not read");
    Files.createDirectory(folder.resolve("5.yaml"));

    assertThat(CredentialProviderFiles.read(folder))
        .extracting(ProviderConfig::name)
        .containsExactly("first", "second", "third");
  }

  @Test
  void aNameMayNotBeInTwoFiles() throws IOException {
    Files.writeString(folder.resolve("1.yaml"), GOOD);
    Files.writeString(folder.resolve("2.yaml"), GOOD);

    assertThatThrownBy(() -> CredentialProviderFiles.read(folder))
        .isInstanceOf(UsageError.class)
        .hasMessage(folder.resolve("2.yaml") + " has the provider 'foobar' again");
  }

  @Test
  void aFolderWithoutFilesAndAFileThatIsNotThereAreRefused() {
    Path gone = folder.resolve("gone");

    assertThatThrownBy(() -> CredentialProviderFiles.read(folder))
        .isInstanceOf(UsageError.class)
        .hasMessage(folder + " has no *.json, *.yaml or *.yml");
    assertThatThrownBy(() -> CredentialProviderFiles.read(gone))
        .isInstanceOf(UsageError.class)
        .hasMessage(gone + " does not exist");
  }

  // The rest of that test, and Test_validateCredentialProviderConfig.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: Cred | kind: X | has kind 'XentialProviderConfig' (allowed: CredentialProviderConfig)",
        "kubelet.config.k8s.io/v1 | foobar/v1 | has apiVersion 'foobar/v1' (allowed: kubelet.config.k8s.io/v1, kubelet.config.k8s.io/v1beta1, kubelet.config.k8s.io/v1alpha1)",
        "args: [--v=5] | unknownField: x | :8: 'unknownField' is not a known key (allowed: name, matchImages, defaultCacheDuration, apiVersion, args, env, tokenAttributes)",
        "args: [--v=5] | args: [5] | :8: providers[0].args[0] has a value of the wrong shape (allowed: a text)",
        "args: [--v=5] | args: x | :8: providers[0].args has a value of the wrong shape (allowed: a list)",
        "args: [--v=5] | name: again | :8: Duplicate Object property \"name\"",
        "value: BAR | value: true | :10: providers[0].env[0].value has a value of the wrong shape (allowed: a text)",
        "name: foobar | name: foo/../bar | providers[0].name 'foo/../bar' cannot be (allowed: a file's name in the plugins' folder, without slashes and spaces)",
        "name: foobar | name: . | providers[0].name '.' cannot be (allowed: a file's name in the plugins' folder, without slashes and spaces)",
        "name: foobar | name: .. | providers[0].name '..' cannot be (allowed: a file's name in the plugins' folder, without slashes and spaces)",
        "name: foobar | name: foo bar | providers[0].name 'foo bar' cannot be (allowed: a file's name in the plugins' folder, without slashes and spaces)",
        "name: foobar | name: | providers[0].name '' cannot be (allowed: a file's name in the plugins' folder, without slashes and spaces)",
        "credentialprovider.kubelet.k8s.io/v1 | '' | providers[0].apiVersion '' is not supported (allowed: credentialprovider.kubelet.k8s.io/v1, credentialprovider.kubelet.k8s.io/v1beta1, credentialprovider.kubelet.k8s.io/v1alpha1)",
        "credentialprovider.kubelet.k8s.io/v1 | credentialprovider.kubelet.k8s.io/v1alpha0 | providers[0].apiVersion 'credentialprovider.kubelet.k8s.io/v1alpha0' is not supported (allowed: credentialprovider.kubelet.k8s.io/v1, credentialprovider.kubelet.k8s.io/v1beta1, credentialprovider.kubelet.k8s.io/v1alpha1)",
        "defaultCacheDuration: 10m | defaultCacheDuration: -1m | providers[0].defaultCacheDuration '-1m' cannot be (allowed: 0s or more, such as 10m)",
        "defaultCacheDuration: 10m | defaultCacheDuration: | providers[0].defaultCacheDuration '' cannot be (allowed: 0s or more, such as 10m)",
        "defaultCacheDuration: 10m | defaultCacheDuration: 1 day | providers[0].defaultCacheDuration '1 day' cannot be (allowed: 0s or more, such as 10m)",
        "*.registry.io:8080/path | %invalid% | providers[0].matchImages '%invalid%' cannot be (allowed: HOST[:PORT][/PATH], with * in the host)",
        "[\"*.registry.io:8080/path\", \"registry.io\"] | [] | providers[0].matchImages is missing (allowed: at least one pattern)",
      })
  void whatTheKubeletRefusesIsRefusedInOneLine(String good, String bad, String problem)
      throws IOException {
    assertRefused(GOOD.replace(good, bad), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serviceAccountTokenAudience: audience | serviceAccountTokenAudience: '' | .serviceAccountTokenAudience is missing",
        "requireServiceAccount: true | requireServiceAccount: | .requireServiceAccount is missing (allowed: true, false)",
        "requireServiceAccount: true | requireServiceAccount: false | .requireServiceAccount cannot be false when requiredServiceAccountAnnotationKeys is set",
        "now-with-dashes/simple-1 | cantendwithadash- | .requiredServiceAccountAnnotationKeys 'cantendwithadash-' is no annotation key",
        "now-with-dashes/simple-3 | cantendwithadash- | .optionalServiceAccountAnnotationKeys 'cantendwithadash-' is no annotation key",
        "now-with-dashes/simple-1 | domain.com/Key_2.x | .requiredServiceAccountAnnotationKeys 'domain.com/Key_2.x' is there twice",
        "now-with-dashes/simple-3 | now-with-dashes/simple-1 | .optionalServiceAccountAnnotationKeys 'now-with-dashes/simple-1' is required already",
        "cacheType: Token | cacheType: None | .cacheType 'None' is not supported (allowed: ServiceAccount, Token)",
        "cacheType: Token | cacheType: | .cacheType '' is not supported (allowed: ServiceAccount, Token)",
      })
  void tokenAttributesThatTheKubeletRefusesAreRefused(String good, String bad, String problem)
      throws IOException {
    assertRefused(GOOD + TOKEN.replace(good, bad), "providers[0].tokenAttributes" + problem);
  }

  @Test
  void tokenAttributesAreTakenInVersion1Only() throws IOException {
    assertThat(read(GOOD + TOKEN)).singleElement().returns(true, ProviderConfig::needsToken);
    assertRefused(
        GOOD.replace("config.k8s.io/v1", "config.k8s.io/v1beta1") + TOKEN,
        "providers[0].tokenAttributes is unknown in kubelet.config.k8s.io/v1beta1"
            + " (allowed: in kubelet.config.k8s.io/v1)");
    assertRefused(
        GOOD.replace("provider.kubelet.k8s.io/v1", "provider.kubelet.k8s.io/v1alpha1") + TOKEN,
        "providers[0].tokenAttributes is only supported for apiVersion"
            + " credentialprovider.kubelet.k8s.io/v1");
  }

  @Test
  void thereMustBeProvidersWithDifferentNames() throws IOException {
    String head = GOOD.substring(0, GOOD.indexOf("providers"));

    assertRefused(head, "has no providers (allowed: at least one)");
    assertRefused(head + "providers: []\n", "has no providers (allowed: at least one)");
    assertRefused(GOOD + provider("foobar"), "has the provider 'foobar' again");
    assertRefused(head + "providers: [null]\n", "providers[0].name is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a: b: c", "[]", "text", "{", "null", "a: &x [*x]", "--- {}\n--- {}\n"})
  void whatIsNoSuchFileIsRefusedInOneLine(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), text);

    assertThatThrownBy(() -> CredentialProviderFiles.read(file))
        .isInstanceOf(UsageError.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("\n")
        .message()
        .hasSizeLessThan(file.toString().length() + 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[hunter2]", "4711000000004711"})
  void aSecretInTheEnvironmentIsNotTold(String secret) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"), GOOD.replace("value: BAR", "value: " + secret));

    assertThatThrownBy(() -> CredentialProviderFiles.read(file))
        .isInstanceOf(UsageError.class)
        .hasMessageNotContainingAny("hunter2", "4711000000004711");
  }

  private static String provider(String name) {
    return """
    - name: %s
      matchImages: [registry.io]
      defaultCacheDuration: 10m
      apiVersion: credentialprovider.kubelet.k8s.io/v1
    """
        .formatted(name);
  }

  private void assertRefused(String text, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), text);

    assertThatThrownBy(() -> CredentialProviderFiles.read(file))
        .isInstanceOf(UsageError.class)
        .hasMessage(file + (problem.startsWith(":") ? "" : " ") + problem);
  }

  private List<ProviderConfig> read(String text) throws IOException {
    return CredentialProviderFiles.read(Files.writeString(folder.resolve("config.yaml"), text));
  }

  private static Location location(String text) {
    return Location.parse(text).orElseThrow();
  }
}
