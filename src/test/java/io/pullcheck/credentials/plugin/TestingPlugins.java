package io.pullcheck.credentials.plugin;

import io.pullcheck.testing.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Credential provider plugins that are real programs: shell scripts that write down what they are
/// asked, and count it for the passwords they answer (`token1`, `token2`).
record TestingPlugins(Path folder) {

  /// Adds a plugin, which runs the script when it has read its request.
  void add(String name, String script) throws IOException {
    Path binary = Files.createDirectories(binaries()).resolve(name);
    ShellScript.write(binary, "cat >>\"$0.requests\"\n" + script);
  }

  /// A line of a script that answers with one login.
  static String answer(String cacheKeyType, @Nullable String duration, String key) {
    String text =
        """
        {"kind": "CredentialProviderResponse", "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
         "cacheKeyType": "%s", "cacheDuration": %s,
         "auth": {"%s": {"username": "AWS", "password": "token'$(wc -l <"$0.requests")'"}}}"""
            .formatted(cacheKeyType, duration == null ? "null" : '"' + duration + '"', key);
    return "echo '" + text + "'";
  }

  /// A line of a script that waits until [#release].
  static String held() {
    return "while [ ! -e \"$0.go\" ]; do sleep 0.05; done; ";
  }

  void release(String name) throws IOException {
    Files.createFile(binaries().resolve(name + ".go"));
  }

  static String provider(String name, String matchImage) {
    return """
    - name: %s
      matchImages: ["%s"]
      defaultCacheDuration: 10m
      apiVersion: credentialprovider.kubelet.k8s.io/v1
    """
        .formatted(name, matchImage);
  }

  Path config(String providers) throws IOException {
    return Files.writeString(
        folder.resolve("config.yaml"),
        "kind: CredentialProviderConfig\napiVersion: kubelet.config.k8s.io/v1\nproviders:\n"
            + providers);
  }

  Path binaries() {
    return folder.resolve("bin");
  }

  /// What the plugin was asked, in order.
  List<String> requests(String name) {
    try {
      Path file = binaries().resolve(name + ".requests");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
