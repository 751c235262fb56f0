package io.pullcheck.serve;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.tls.ClientAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The files that say who may ask the two HTTP servers, as they are now.
record AccessFiles(
    Optional<FollowedFile<ClientAuthority>> webhookClients,
    Optional<FollowedFile<String>> token,
    Optional<FollowedFile<String>> notifications) {

  /// @throws UsageError if a file that a flag names cannot be taken
  static AccessFiles open(ServeConfig.Access access) {
    return new AccessFiles(
        access
            .webhookClientAuthority()
            .map(file -> FollowedFile.open("--webhook-client-ca", file, AccessFiles::authority)),
        access
            .managementToken()
            .map(file -> FollowedFile.open("--management-token-file", file, AccessFiles::token)),
        access
            .notificationsToken()
            .map(
                file -> FollowedFile.open("--notifications-token-file", file, AccessFiles::token)));
  }

  private static ClientAuthority authority(byte[] content) throws IOException {
    try {
      return ClientAuthority.parse(content);
    } catch (IOException e) {
      throw new FollowedFile.Unusable(String.valueOf(e.getMessage()));
    }
  }

  private static String token(byte[] content) throws IOException {
    String token = new String(content, StandardCharsets.UTF_8).strip();
    if (token.isEmpty()) {
      throw new FollowedFile.Unusable("holds no token");
    }
    return token;
  }

  /// Whether a client may send reviews.
  ///
  /// @param chain of certificates that it has shown, its own first
  boolean mayReview(List<X509Certificate> chain) {
    return webhookClients.map(authority -> authority.get().accepts(chain)).orElse(true);
  }

  Optional<Supplier<String>> managementToken() {
    return token.map(file -> file);
  }

  Optional<Supplier<String>> notificationsToken() {
    return notifications.map(file -> file);
  }

  /// Reads them again. For one thread.
  void refresh() {
    webhookClients.ifPresent(FollowedFile::refresh);
    token.ifPresent(FollowedFile::refresh);
    notifications.ifPresent(FollowedFile::refresh);
  }
}
