package io.pullcheck.registry;

import io.pullcheck.image.Credential;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/// What a token is asked for, and the key under which it is kept.
///
/// @param realm the token server's URL; may have a query
/// @param credential nothing: an anonymous token
record TokenRequest(
    URI realm, Optional<String> service, String scope, Optional<Credential> credential) {

  TokenRequest {
    Objects.requireNonNull(realm, "realm");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(credential, "credential");
  }
}
