package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A folder of certificates, made by certs-scripts as a user makes them.
record Certificates(Path folder) {
  private static final String SCRIPT = "certs-scripts/pullcheck-certs";
  private static final char[] PASSWORD = "throw-away".toCharArray();

  static Command.Result run(Map<String, String> environment, String... arguments)
      throws IOException {
    RealParts.require("openssl");
    var command = new ArrayList<>(List.of(SCRIPT));
    command.addAll(List.of(arguments));
    return Command.run(environment, "", command);
  }

  Command.Result script(String command, String... options) throws IOException {
    return script(Map.of(), command, options);
  }

  Command.Result script(Map<String, String> environment, String command, String... options)
      throws IOException {
    var arguments = new ArrayList<>(List.of(command, "--dir", folder.toString()));
    arguments.addAll(List.of(options));
    return run(environment, arguments.toArray(String[]::new));
  }

  /// Runs a command of the script that must succeed.
  Certificates made(String command, String... options) throws IOException {
    var result = script(command, options);
    assertThat(result.exit()).as(result.err()).isZero();
    return this;
  }

  String caBundle() throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("ca.crt")));
  }

  /// What an HTTPS server of this leaf needs.
  SSLContext sslContext() throws IOException, GeneralSecurityException {
    var store = folder.resolve("tls.p12");
    var made =
        Command.run(
            List.of(
                "openssl",
                "pkcs12",
                "-export",
                "-in",
                folder.resolve("tls.crt").toString(),
                "-inkey",
                folder.resolve("tls.key").toString(),
                "-out",
                store.toString(),
                "-passout",
                "pass:" + new String(PASSWORD)));
    assertThat(made.exit()).as(made.err()).isZero();
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(KeyStore.getInstance(store.toFile(), PASSWORD), PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
