package io.pullcheck.registry;

import java.util.Optional;

/// A registry's answer to a request for a manifest, with what is needed to judge it.
///
/// @param host as it stands in references
/// @param byGet else by HEAD, which has no body
/// @param wantedDigest the reference's, if it has one
record ManifestAnswer(
    String host, Auth auth, boolean byGet, Reply.Response response, Optional<String> wantedDigest) {

  /// How the request was authorized.
  enum Auth {
    NONE,
    ANONYMOUS_TOKEN,
    CREDENTIAL_TOKEN,
    BASIC;

    boolean isToken() {
      return this == ANONYMOUS_TOKEN || this == CREDENTIAL_TOKEN;
    }
  }
}
