package io.pullcheck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.UsageError;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterConfigTest {

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: here
      contexts: [{name: here, context: {cluster: c, user: u}}]
      clusters: [{name: c, cluster: {server: "https://api.example.com:6443"}}]
      users: [{name: u, user: {token: t}}]
      """;

  private static final Map<String, String> POD =
      Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "6443");

  @TempDir private Path folder;

  @Test
  void theFlagComesFirst() throws Exception {
    Config config = find(Optional.of(kubeconfig(KUBECONFIG)), POD, serviceAccount());
    assertThat(config.getMasterUrl()).startsWith("https://api.example.com:6443");
    assertThat(config.getAutoOAuthToken()).isEqualTo("t");
  }

  @Test
  void insideAPodItsServiceAccountIsUsedAndItsTokenReadAnew() throws Exception {
    Path account = serviceAccount();
    Config config = find(Optional.empty(), POD, account);
    assertThat(config.getMasterUrl()).startsWith("https://10.0.0.1:6443");
    assertThat(config.getCaCertFile()).isEqualTo(account.resolve("ca.crt").toString());
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first");
    Files.writeString(account.resolve("token"), "second\n");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("second");
    Files.delete(account.resolve("token"));
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("second");
  }

  @Test
  void theApiServersIpv6AddressStandsInBrackets() throws Exception {
    Config config =
        find(Optional.empty(), Map.of("KUBERNETES_SERVICE_HOST", "fd00::1"), serviceAccount());
    assertThat(config.getMasterUrl()).startsWith("https://[fd00::1]:443");
  }

  @Test
  void outsideAPodTheVariableNamesFilesAndTheFirstWins() throws Exception {
    Path first =
        kubeconfig(
            """
            current-context: here
            contexts: [{name: here, context: {cluster: d}}]
            """);
    Path second = kubeconfig(KUBECONFIG.replace("name: c,", "name: d,"));
    Map<String, String> environment = Map.of("KUBECONFIG", first + File.pathSeparator + second);
    assertThat(find(Optional.empty(), environment, folder).getMasterUrl())
        .startsWith("https://api.example.com:6443");
  }

  @Test
  void proxiesAreThoseOfTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of("https_proxy", "http://proxy:3128", "NO_PROXY", "*.example.com, 10.0.0.0/8");
    Config config = find(Optional.of(kubeconfig(KUBECONFIG)), environment, folder);
    assertThat(config.getHttpsProxy()).isEqualTo("http://proxy:3128");
    assertThat(config.getNoProxy())
        .containsExactly(".example.com", "10.0.0.0/8", "localhost", "127.0.0.1");
  }

  @Test
  void withoutAnyOfThemOneLineSaysSo() {
    assertThatThrownBy(() -> find(Optional.empty(), Map.of(), folder))
        .isInstanceOf(UsageError.class)
        .hasMessage(
            "no cluster: --kubeconfig is not given, KUBECONFIG is not set, there is no"
                + " ~/.kube/config, and this is no pod of a cluster");
  }

  @Test
  void theHomeFoldersFileIsTheLastToBeLookedFor() throws Exception {
    Files.createDirectories(folder.resolve(".kube"));
    Files.writeString(folder.resolve(".kube/config"), KUBECONFIG);
    Map<String, String> environment = Map.of("HOME", folder.toString());

    assertThat(find(Optional.empty(), environment, folder).getMasterUrl())
        .startsWith("https://api.example.com:6443");
  }

  @Test
  void whoIsImpersonatedIsTakenOver() throws Exception {
    Config config =
        find(
            Optional.of(
                kubeconfig(
                    KUBECONFIG.replace(
                        "{token: t}",
                        "{token: t, as: jane, as-groups: [ops], as-user-extra: {why: [drill]}}"))),
            Map.of(),
            folder);

    assertThat(config.getImpersonateUsername()).isEqualTo("jane");
    assertThat(config.getImpersonateGroups()).containsExactly("ops");
    assertThat(config.getImpersonateExtras()).containsEntry("why", List.of("drill"));
  }

  @Test
  void aTokenFileStandsBesideTheKubeconfigAndIsReadAnew() throws Exception {
    Path file = kubeconfig(KUBECONFIG.replace("{token: t}", "{token: t, tokenFile: mine.token}"));
    Path token = Files.writeString(file.resolveSibling("mine.token"), "first\n");
    Config config = find(Optional.of(file), Map.of(), folder);

    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first");
    Files.writeString(token, "second");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("second");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("brokenFiles")
  void aBrokenFileIsNamedWithWhatIsWrong(String content, String problem) throws Exception {
    Path file = kubeconfig(content);
    assertThatThrownBy(() -> find(Optional.of(file), Map.of(), folder))
        .isInstanceOf(UsageError.class)
        .hasMessageStartingWith("--kubeconfig " + file + ": " + problem)
        .message()
        .hasLineCount(1);
  }

  private static final String NONE =
      "no kubeconfig (allowed: YAML or JSON with clusters, users and contexts)";

  static Stream<Arguments> brokenFiles() {
    return Stream.of(
        arguments("", NONE),
        arguments("hello", NONE),
        arguments("a: [", NONE),
        arguments("{\"users\": [{\"token\": \"secret\"", NONE),
        arguments("[]", NONE),
        arguments("{}", "it has no current-context"),
        arguments(
            KUBECONFIG.replace("6443\"", "6443\", tls-server-name: api.internal"),
            "cluster c has tls-server-name, which is not supported"),
        arguments(
            KUBECONFIG.replace("{token: t}", "{auth-provider: {name: azure}}"),
            "user u: auth-provider azure is not supported without a token: use exec"),
        arguments(
            KUBECONFIG.replace("{token: t}", "{token: t, as: jane, as-uid: \"7\"}"),
            "user u: as-uid is not supported"),
        arguments(
            KUBECONFIG.replace("{token: t}", "{token: t, as-groups: [ops]}"),
            "user u: as-groups without as"),
        arguments(without("current-context: here"), "it has no current-context"),
        arguments(
            KUBECONFIG.replace("current-context: here", "current-context: there"),
            "current-context there is not in it"),
        arguments(KUBECONFIG.replace("{name: c,", "{name: d,"), "cluster c is not in it"),
        arguments(without("server: \"https://api.example.com:6443\""), "cluster c has no server"),
        arguments(KUBECONFIG.replace("{name: u,", "{name: v,"), "user u is not in it"));
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> find(Optional.of(folder), Map.of(), folder))
        .hasMessage("--kubeconfig " + folder + ": a folder, no file");
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("none");
    assertThatThrownBy(() -> find(Optional.of(file), Map.of(), folder))
        .hasMessage("--kubeconfig " + file + ": no such file");
  }

  @Test
  void aCertificateThatIsNotThereIsOneLineToo() throws Exception {
    Path file =
        kubeconfig(KUBECONFIG.replace("server:", "certificate-authority: /none/ca.crt, server:"));
    assertThatThrownBy(() -> ClusterConnection.open(Optional.of(file), Map.of()))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("/none/ca.crt")
        .message()
        .hasLineCount(1);
  }

  @Test
  void theAddressOfTheApiServerIsKnown() throws Exception {
    try (KubernetesClient client =
        ClusterConnection.open(Optional.of(kubeconfig(KUBECONFIG)), Map.of())) {
      assertThat(ClusterConnection.address(client).getHostString()).isEqualTo("api.example.com");
      assertThat(ClusterConnection.address(client).getPort()).isEqualTo(6443);
    }
    String withoutPort = KUBECONFIG.replace(":6443", "");
    try (KubernetesClient client =
        ClusterConnection.open(Optional.of(kubeconfig(withoutPort)), Map.of())) {
      assertThat(ClusterConnection.address(client).getPort()).isEqualTo(443);
    }
  }

  private static Config find(Optional<Path> flag, Map<String, String> environment, Path account)
      throws Exception {
    return ClusterConfig.find(flag, environment, account);
  }

  private static String without(String text) {
    return KUBECONFIG.replace(text, "");
  }

  private Path kubeconfig(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "kubeconfig", ".yaml"), content);
  }

  private Path serviceAccount() throws IOException {
    Files.writeString(folder.resolve("token"), "first\n");
    return folder;
  }
}
