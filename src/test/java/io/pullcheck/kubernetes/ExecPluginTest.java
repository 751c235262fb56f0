package io.pullcheck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.pullcheck.config.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// With a plugin that writes down what it was given.
class ExecPluginTest {

  private static final String PLUGIN =
      """
      #!/bin/sh
      for each in "$@"; do printf '%s\\n' "$each" >> "$0.given"; done
      echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
             "status": {"token": "t"}}'
      """;

  @TempDir private Path folder;

  @Test
  void argumentsArriveAsTheyAreWritten() throws Exception {
    String touch = "$(touch " + folder.resolve("shell") + ")";
    List<String> arguments =
        List.of(
            "get-token",
            "--cluster=a/b:c",
            "a" + touch + "b",
            "a$(touch${IFS}shell)`id`b",
            "with space",
            "it's",
            "say \"$HOME\" \\ `id` \\\"",
            "$HOME~*?[a]{b,c}",
            "~",
            "a;b&c|d<e>f(g)h#i!",
            "back\\slash",
            "tab\there",
            "\u00e4\u20ac");

    Config config = read(plugin(), arguments);

    assertThat(config.getAutoOAuthToken()).isEqualTo("t");
    assertThat(folder.resolve("plugin.given"))
        .content()
        .isEqualTo(String.join("\n", arguments) + "\n");
    assertThat(folder.resolve("shell")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines"})
  void anArgumentThatCannotBeHandedOnIsRefused(String argument) {
    assertThatThrownBy(() -> read(plugin(), List.of(argument)))
        .isInstanceOf(UsageError.class)
        .hasMessageEndingWith("user u: exec.args may neither be empty nor have line breaks");
  }

  @Test
  void aCommandIsNoShellScript() throws Exception {
    assertThatThrownBy(() -> read("true;touch " + folder.resolve("shell"), List.of()))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("user u: exec.command may have letters, digits");
    assertThat(folder.resolve("shell")).doesNotExist();
  }

  private String plugin() throws IOException {
    Path plugin = Files.writeString(folder.resolve("plugin"), PLUGIN);
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    return plugin.toString();
  }

  private Config read(String command, List<String> arguments) throws IOException {
    JsonMapper json = JsonMapper.builder().build();
    String kubeconfig =
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "https://api.example.com:6443"}}]
        users:
          - name: u
            user:
              exec:
                apiVersion: client.authentication.k8s.io/v1
                command: %s
                args: %s
                interactiveMode: Never
        """
            .formatted(json.writeValueAsString(command), json.writeValueAsString(arguments));
    Path file = Files.writeString(folder.resolve("config"), kubeconfig);
    return Kubeconfig.read("--kubeconfig", List.of(file)).current();
  }
}
