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
  Reply send(HttpCall call) {
    permit.request();
    return shared.requests.send(call, origin.host(), deadline);
  }

  /// Sends a request and follows its redirects.
  Reply follow(HttpCall call) {
    permit.request();
    return shared.requests.follow(call, origin.host(), deadline);
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
