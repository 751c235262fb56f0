package io.pullcheck.registry;

import io.pullcheck.model.Credential;
import io.pullcheck.registry.auth.Authenticator;
import io.pullcheck.registry.auth.Tokens;
import io.pullcheck.registry.http.Deadline;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.http.Requests;
import io.pullcheck.registry.limit.HostPermit;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// For one attempt with one credential at one origin: where requests go, as whom, and until when.
///
/// @param credential nothing: anonymously
/// @param permit accounts for the requests
record RequestContext(
    Shared shared,
    Origin origin,
    Optional<Credential> credential,
    HostPermit permit,
    Deadline deadline) {

  /// What all checks share.
  record Shared(Requests requests, Tokens tokens, RegistryFacts facts, InstantSource clock) {}

  RegistryFacts facts() {
    return shared.facts;
  }

  Instant now() {
    return shared.clock.instant();
  }

  /// Sends a request without following redirects.
  ///
  /// @param use what to make of the reply, whose body must not be kept
  <T> T send(HttpCall call, Function<Reply, T> use) {
    permit.request();
    return shared.requests.send(call, origin.host(), deadline, use);
  }

  /// Sends a request and follows its redirects.
  ///
  /// @param use what to make of the reply, whose body must not be kept
  <T> T follow(HttpCall call, Function<Reply, T> use) {
    permit.request();
    return shared.requests.follow(call, origin.host(), deadline, use);
  }

  /// Under which the content of a digest is remembered.
  RegistryFacts.Blob blob(String digest) {
    return new RegistryFacts.Blob(origin.base(), credential, digest);
  }

  Authenticator authenticator(String path) {
    return new Authenticator(
        shared.tokens,
        origin.host(),
        URI.create(origin.base()),
        path,
        origin.settings().authHosts(),
        credential,
        deadline);
  }
}
