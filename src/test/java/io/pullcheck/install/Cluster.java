package io.pullcheck.install;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A real API server of its own, and kubectl as a user has it: what is installed here is
/// cluster-wide.
record Cluster(RealApiServer server) implements AutoCloseable {

  static Cluster start() {
    return new Cluster(RealApiServer.startNew());
  }

  Path kubeconfig() {
    return server.kubeconfig();
  }

  static Path kubectl() {
    return RealParts.require("kubectl");
  }

  /// Runs kubectl, with what it is to read from standard input.
  Command.Result kubectlReading(String input, String... arguments) throws IOException {
    return server.kubectlReading(input, arguments);
  }

  Map<String, String> environment() {
    return Map.of("KUBECONFIG", kubeconfig().toString(), "KUBECTL", kubectl().toString());
  }

  Command.Result kubectl(String... arguments) throws IOException {
    return server.kubectl(arguments);
  }

  /// Runs kubectl, which must succeed, and returns its standard output.
  String must(String... arguments) throws IOException {
    return server.must(arguments);
  }

  @Override
  public void close() {
    server.close();
  }
}
