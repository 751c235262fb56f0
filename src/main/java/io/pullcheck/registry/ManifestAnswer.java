package io.pullcheck.registry;

import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.http.Reply;
import java.util.Optional;

/// A registry's answer to a request for a manifest, with what its classification depends on.
///
/// @param host as it stands in references
/// @param auth how the request was authorized
/// @param byGet false: by HEAD, whose answer has no body
/// @param wantedDigest the reference's, if it has one
record ManifestAnswer(
    String host,
    Authorization.Kind auth,
    boolean byGet,
    Reply.Response response,
    Optional<String> wantedDigest) {}
