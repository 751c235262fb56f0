package io.pullcheck.registry;

import io.pullcheck.registry.http.Reply;
import java.util.Optional;

/// A registry's answer to a request for a manifest, with what is needed to judge it.
///
/// @param host as it stands in references
/// @param byGet else by HEAD, which has no body
/// @param wantedDigest the reference's, if it has one
public record ManifestAnswer(
    String host, Auth auth, boolean byGet, Reply.Response response, Optional<String> wantedDigest) {

  /// How the request was authorized.
  public enum Auth {
    NONE,
    ANONYMOUS_TOKEN,
    CREDENTIAL_TOKEN,
    BASIC;

    public boolean isToken() {
      return this == ANONYMOUS_TOKEN || this == CREDENTIAL_TOKEN;
    }
  }
}
