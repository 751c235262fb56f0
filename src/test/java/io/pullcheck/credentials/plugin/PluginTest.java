package io.pullcheck.credentials.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.docker.Executable;
import io.pullcheck.credentials.plugin.PluginOutcome.Answered;
import io.pullcheck.credentials.plugin.PluginOutcome.CacheKeyType;
import io.pullcheck.credentials.plugin.PluginOutcome.Failed;
import io.pullcheck.model.Credential;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Test_decodeResponse of the kubelet's plugin_test.go, v1.36, and what its strict codec refuses.
final class PluginTest {

  private static final String V1 = "credentialprovider.kubelet.k8s.io/v1";
  private static final String GOOD =
      """
      {"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
      "cacheKeyType":"Registry","cacheDuration":"1m",\
      "auth":{"*.registry.io":{"username":"user","password":"hunter2"}}}
      """;

  @ParameterizedTest
  @ValueSource(strings = {V1, V1 + "beta1", V1 + "alpha1"})
  void anAnswerIsRead(String version) {
    assertThat(read(GOOD.replace("credentialprovider.kubelet.k8s.io/v1", version), version))
        .isEqualTo(
            new Answered(
                CacheKeyType.REGISTRY,
                Optional.of(Duration.ofMinutes(1)),
                new DockerConfig(
                    List.of(
                        new DockerConfig.Entry(
                            "*.registry.io", Credential.password("user", "hunter2"))))));
  }

  @ParameterizedTest
  @CsvSource({"Image, IMAGE", "Registry, REGISTRY", "Global, GLOBAL"})
  void itSaysForWhatItHolds(String word, CacheKeyType type) {
    assertThat(read(GOOD.replace("Registry", word), V1))
        .isInstanceOfSatisfying(
            Answered.class, answered -> assertThat(answered.cacheKeyType()).isEqualTo(type));
  }

  @Test
  void whatIsNotSaidIsLeftToTheConfiguration() {
    String bare = "{\"kind\":\"CredentialProviderResponse\",\"apiVersion\":\"" + V1 + "\",";
    Answered nothing =
        new Answered(CacheKeyType.IMAGE, Optional.empty(), new DockerConfig(List.of()));

    assertThat(read(bare + "\"cacheKeyType\":\"Image\"}", V1)).isEqualTo(nothing);
    assertThat(read(bare + "\"cacheKeyType\":\"Image\",\"cacheDuration\":null,\"auth\":null}", V1))
        .isEqualTo(nothing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "k8s.io/v1 | k8s.io/v1beta1 | its answer is no CredentialProviderResponse of credentialprovider.kubelet.k8s.io/v1",
        "CredentialProviderResponse | CredentialProviderRequest | its answer is no CredentialProviderResponse of credentialprovider.kubelet.k8s.io/v1",
        "Registry | registry | its answer has no cacheKeyType (allowed: Image, Registry, Global)",
        "\"cacheKeyType\":\"Registry\", | '' | its answer has no cacheKeyType (allowed: Image, Registry, Global)",
        "1m | 1 minute | its answer has a cacheDuration that is none (allowed: such as 10m)",
        "\"1m\" | 60 | its answer is no CredentialProviderResponse in JSON",
        "cacheDuration | cachedDuration | its answer is no CredentialProviderResponse in JSON",
        "\"password\":\"hunter2\" | \"password\":5 | its answer is no CredentialProviderResponse in JSON",
        "}}} | }} | its answer is no CredentialProviderResponse in JSON",
        "}}} | }}} {} | its answer is no CredentialProviderResponse in JSON",
        "\"kind\":\"C | \"kind\":\"x\",\"kind\":\"C | its answer is no CredentialProviderResponse in JSON",
      })
  void anotherAnswerIsAFailureThatTellsNoSecret(String good, String bad, String problem) {
    assertThat(read(GOOD.replace(good, bad), V1)).isEqualTo(new Failed(problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter2", "null", "[]", "kind: CredentialProviderResponse"})
  void whatIsNoJsonObjectIsAFailureThatTellsNoSecret(String text) {
    assertThat(read(text, V1))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.why()).doesNotContain("hunter2"));
  }

  @Test
  void anAnswerIsNotPrinted() {
    assertThat(read(GOOD, V1).toString()).doesNotContain("hunter2");
  }

  private static PluginOutcome read(String output, String version) {
    return new Plugin(
            new Executable(List.of(), Map.of(), Duration.ZERO, Executable.newPlaces()), version)
        .read(output);
  }
}
