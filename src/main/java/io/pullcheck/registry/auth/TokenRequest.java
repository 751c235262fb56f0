package io.pullcheck.registry.auth;

import io.pullcheck.model.Credential;
import io.pullcheck.registry.http.Reach;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a token is requested with, and the key under which it is cached. Registries that name the
/// same realm share no token, so that no registry's check waits for the request of another's.
///
/// @param registry the host as it stands in references
/// @param realm the token server's URL; may have a query
/// @param reach how far the request may go
/// @param scopes sorted, each once
/// @param credential nothing: an anonymous token
record TokenRequest(
    String registry,
    URI realm,
    Reach reach,
    Optional<String> service,
    List<String> scopes,
    Optional<Credential> credential) {

  TokenRequest {
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(realm, "realm");
    Objects.requireNonNull(reach, "reach");
    Objects.requireNonNull(service, "service");
    scopes = List.copyOf(scopes);
    Objects.requireNonNull(credential, "credential");
  }

  /// What is logged in with. Without a password a node asks for an anonymous token.
  Optional<Credential> login() {
    return credential.filter(each -> !each.secret().isEmpty());
  }

  /// About how many bytes it takes in memory; a URI keeps its text several times, in parts.
  int weight() {
    return 256
        + 4 * realm.toString().length()
        + registry.length()
        + service.map(String::length).orElse(0)
        + scopes.stream().mapToInt(String::length).sum();
  }
}
