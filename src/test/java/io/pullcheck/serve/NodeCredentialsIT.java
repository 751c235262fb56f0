package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a plugin or a credential helper hands out, used against a registry that wants to know who
/// asks.
final class NodeCredentialsIT {

  private static final String ANSWER =
      """
      {"kind": "CredentialProviderResponse", "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
       "cacheKeyType": "Registry", "auth": {"%s": {"username": "ci", "password": "%s"}}}
      """;

  @TempDir Path folder;

  @Test
  void aPluginsLoginIsUsedAndItsFailureIsTheReason() throws Exception {
    try (DockerRegistry registry = DockerRegistry.withLogin("ci", "secret")) {
      String image = registry.push("shop/private", "v1");

      program("plugin", "cat <<E\n" + ANSWER.formatted(registry.host(), "secret") + "E");
      assertThat(scan(image).out()).startsWith("AVAILABLE ");
      program("plugin", "cat <<E\n" + ANSWER.formatted(registry.host(), "wrong") + "E");
      assertThat(scan(image).out()).contains("[rejected]");
      program("plugin", "echo 'no such role' >&2; exit 1");
      Command.Result failed = scan(image);
      assertThat(failed.out()).contains("[credential_provider_failed]");
      assertThat(failed.err()).contains("no such role");
    }
  }

  @Test
  void aUsersCredentialHelperIsAsked() throws Exception {
    try (DockerRegistry registry = DockerRegistry.withLogin("ci", "secret")) {
      String image = registry.push("shop/private", "v1");
      program("docker-credential-test", "echo '{\"Username\":\"ci\",\"Secret\":\"secret\"}'");
      Files.writeString(folder.resolve("config.json"), "{\"credsStore\": \"test\"}");
      Map<String, String> environment =
          Map.of("DOCKER_CONFIG", folder.toString(), "PATH", folder + ":" + System.getenv("PATH"));

      assertThat(run(environment, List.of(image)).exit()).isZero();
    }
  }

  @Test
  void aConfigurationThatTheKubeletWouldRefuseIsOneLineAndAUsageError() throws Exception {
    program("plugin", "exit 1");
    Path config = config("reg.io", "defaultCacheDuration: never");

    Command.Result refused = run(Map.of(), List.of(flag("config", config), binaries(), "nginx"));

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err().lines())
        .containsExactly(
            "pullcheck: --image-credential-provider-config: "
                + config
                + " providers[0].defaultCacheDuration 'never' cannot be"
                + " (allowed: 0s or more, such as 10m)");
  }

  private Command.Result scan(String image) throws IOException {
    Path config = config(image.substring(0, image.indexOf('/')), "defaultCacheDuration: 10m");
    return run(Map.of(), List.of(flag("config", config), binaries(), image));
  }

  private Command.Result run(Map<String, String> environment, List<String> arguments)
      throws IOException {
    Stream<String> command =
        Stream.concat(
            Stream.of(PullcheckProcess.launcher().toString(), "scan"), arguments.stream());
    return Command.run(environment, "", command.toList());
  }

  private String binaries() {
    return flag("bin-dir", folder);
  }

  private static String flag(String name, Path value) {
    return "--image-credential-provider-" + name + "=" + value;
  }

  private Path config(String host, String duration) throws IOException {
    return Files.writeString(
        folder.resolve("providers.yaml"),
        """
        kind: CredentialProviderConfig
        apiVersion: kubelet.config.k8s.io/v1
        providers:
        - name: plugin
          matchImages: ["%s"]
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          %s
        """
            .formatted(host, duration));
  }

  private void program(String name, String script) throws IOException {
    ShellScript.write(folder.resolve(name), "cat >/dev/null\n" + script);
  }
}
