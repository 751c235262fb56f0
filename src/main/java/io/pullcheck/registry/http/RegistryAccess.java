package io.pullcheck.registry.http;

import io.pullcheck.config.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;

/// How registries are reached, whichever they are.
///
/// @param environment the process's environment variables, of which `HTTPS_PROXY`, `HTTP_PROXY` and
///   `NO_PROXY` count
/// @param certificateAuthorities PEM files, trusted besides the system's CAs
/// @param userAgent the value of the header User-Agent
/// @param requests runs each request, which blocks, in a thread of its own
public record RegistryAccess(
    AddressRules addresses,
    Map<String, String> environment,
    List<Path> certificateAuthorities,
    String userAgent,
    Executor requests) {

  public RegistryAccess {
    Objects.requireNonNull(addresses, "addresses");
    environment = Map.copyOf(environment);
    certificateAuthorities = List.copyOf(certificateAuthorities);
    Objects.requireNonNull(userAgent, "userAgent");
    Objects.requireNonNull(requests, "requests");
  }

  /// Reads certificate files once, to see whether they can be used.
  ///
  /// @param authorities PEM files with CAs
  /// @throws IOException with one line that names the file that cannot be
  public static void check(List<Path> authorities, List<Endpoint.ClientCertificate> clients)
      throws IOException {
    for (Path file : authorities) {
      List<X509Certificate> _ = TrustedAuthorities.read(file);
    }
    if (!clients.isEmpty()) {
      KeyManager _ = ClientKeys.of(clients, () -> {});
    }
  }
}
