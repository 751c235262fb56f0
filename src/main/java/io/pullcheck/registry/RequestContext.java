package io.pullcheck.registry;

import io.pullcheck.model.Credential;
import io.pullcheck.registry.auth.Authenticator;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.auth.Challenge;
import io.pullcheck.registry.auth.RealmRules;
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
import java.util.Set;

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
    Reply reply = shared.requests.send(call, origin.host(), deadline);
    if (origin.serves(call.uri()) && reply instanceof Reply.Response response) {
      facts().learnAddress(origin.host(), response.fromPrivateAddress());
    }
    return reply;
  }

  /// Sends a request and follows its redirects.
  Reply follow(HttpCall call) {
    return shared.requests.follow(call, this::hop);
  }

  /// A redirect's target that wants a login is given the anonymous token of its own realm, never
  /// the registry's; and the registry never gets that.
  private Reply hop(HttpCall call) {
    Reply reply = send(call);
    return reply instanceof Reply.Response response
            && response.status() == 401
            && !origin.serves(call.uri())
        ? anonymously(call, response).map(this::send).orElse(reply)
        : reply;
  }

  private Optional<HttpCall> anonymously(HttpCall call, Reply.Response response) {
    String target = call.uri().getAuthority();
    RealmRules realms =
        new RealmRules(
            call.uri(), Origin.isLocal(target), Set.of(), response.fromPrivateAddress());
    Authenticator authenticator =
        new Authenticator(
            shared.tokens,
            target,
            realms,
            origin.repository(),
            Optional.empty(),
            deadline);
    return Challenge.usable(Challenge.parse(response.headerLines("www-authenticate")))
        .map(authenticator::answer)
        .flatMap(
            outcome ->
                outcome instanceof Authenticator.Outcome.Authorized(Authorization by)
                    ? Optional.of(call.authorized(by.headers()))
                    : Optional.empty());
  }

  Authenticator authenticator(String path) {
    return new Authenticator(
        shared.tokens,
        origin.host(),
        new RealmRules(
            URI.create(origin.base()),
            origin.plainHttp(),
            origin.settings().authHosts(),
            facts().atPrivateAddress.getIfPresent(origin.host()) != null),
        path,
        credential,
        deadline);
  }
}
