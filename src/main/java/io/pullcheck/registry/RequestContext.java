package io.pullcheck.registry;

import io.pullcheck.config.Endpoint;
import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.auth.Authenticator;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.auth.Challenge;
import io.pullcheck.registry.auth.RealmRules;
import io.pullcheck.registry.auth.Tokens;
import io.pullcheck.registry.http.BodyBudget;
import io.pullcheck.registry.http.Deadline;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.http.Requests;
import io.pullcheck.registry.limit.HostGates;
import io.pullcheck.registry.limit.HostPermit;
import io.pullcheck.registry.limit.Places;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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

  // Characters of a body.
  private static final int KEPT = 4 * 1024;

  /// What all checks share.
  ///
  /// @param connections those that are in use at a time
  /// @param gateOf by which name a host's gate is found
  record Shared(
      Requests requests,
      Tokens tokens,
      RegistryFacts facts,
      InstantSource clock,
      HostGates gates,
      Places connections,
      UnaryOperator<String> gateOf) {}

  RegistryFacts facts() {
    return shared.facts;
  }

  Instant now() {
    return shared.clock.instant();
  }

  /// The moment by which the check must have ended: it does not come nearer while a turn is waited
  /// for.
  Deadline until() {
    return new Deadline(deadline.nanos() + permit.waited().toNanos());
  }

  /// Sends a request without following redirects, through the gate of the host that it goes to.
  ///
  /// @param use what to make of the reply, whose body must not be kept
  <T> T send(HttpCall call, Function<Reply, T> use) {
    try (BodyBudget.Share share = shared.requests.share()) {
      return use.apply(send(call, share));
    }
  }

  private Reply send(HttpCall asked, BodyBudget.Share share) {
    Endpoint endpoint = origin.settings().endpoint();
    HttpCall call =
        (origin.serves(asked.uri()) ? asked.authorized(endpoint.headers()) : asked).on(endpoint);
    // Of an answer that the next one replaces: nothing is kept while a turn is waited for.
    share.empty();
    try {
      return isHere(call.uri()) ? here(call, share) : elsewhere(call, share);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Failure(Reason.TIMEOUT, "interrupted");
    }
  }

  private boolean isHere(URI uri) {
    return origin.serves(uri) || gate(uri).equals(shared.gateOf.apply(origin.host()));
  }

  private String gate(URI uri) {
    return shared.gateOf.apply(HttpCall.host(uri).orElse("") + ":" + HttpCall.port(uri));
  }

  private Reply here(HttpCall call, BodyBudget.Share share) throws InterruptedException {
    Optional<Verdict> refused = permit.request();
    if (refused.isPresent()) {
      return withheld(refused.get());
    }
    Reply reply = connected(call, share);
    if (origin.serves(call.uri()) && reply instanceof Reply.Response response) {
      facts().learnAddress(origin.host(), response.fromPrivateAddress());
    }
    return reply;
  }

  /// A token server's or a redirect's target, which may be the registry of others.
  private Reply elsewhere(HttpCall call, BodyBudget.Share share) throws InterruptedException {
    Optional<Verdict> refused = permit.count();
    if (refused.isPresent()) {
      return withheld(refused.get());
    }
    permit.leave();
    AtomicReference<Reply> reply = new AtomicReference<>();
    long since = System.nanoTime();
    Verdict verdict =
        shared.gates.through(
            gate(call.uri()),
            permit.caller(),
            _ -> {
              permit.waited(System.nanoTime() - since);
              Reply sent = connected(call, share);
              reply.set(sent);
              return Classification.ofHost(sent, now());
            });
    return Optional.ofNullable(reply.get()).orElseGet(() -> withheld(verdict));
  }

  private Reply connected(HttpCall call, BodyBudget.Share share) {
    try {
      permit.waiting(
          () -> {
            shared.connections.acquire(permit.caller());
            return true;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Failure(Reason.TIMEOUT, "interrupted");
    }
    try {
      return shared.requests.send(call, origin.host(), until(), share);
    } finally {
      shared.connections.release(permit.caller());
    }
  }

  private static Reply withheld(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Unavailable unavailable ->
          new Reply.Failure(unavailable.reason(), unavailable.detail());
      case Verdict.Inconclusive kept -> new Reply.Failure(kept.reason(), "");
      case Verdict.Available _ -> throw new IllegalStateException("a gate found an image");
    };
  }

  /// Sends a request and follows its redirects.
  ///
  /// @param use what to make of the reply, whose body must not be kept
  <T> T follow(HttpCall call, Function<Reply, T> use) {
    return shared.requests.follow(call, this::hop, use);
  }

  /// The same, but answers no challenge of anybody.
  <T> T followWithoutToken(HttpCall call, Function<Reply, T> use) {
    return shared.requests.follow(call, this::send, use);
  }

  /// A redirect's target that wants a login is given the anonymous token of its own realm, never
  /// the registry's; and the registry never gets that.
  private Reply hop(HttpCall call, BodyBudget.Share share) {
    Reply reply = send(call, share);
    if (!(reply instanceof Reply.Response response)
        || response.status() != 401
        || origin.serves(call.uri())) {
      return reply;
    }
    Reply.Response refusal = shortened(response);
    share.empty();
    Reply after = anonymously(call, refusal).map(next -> send(next, share)).orElse(refusal);
    return after instanceof Reply.Response last && last.status() == 401
        ? refused(call, last)
        : after;
  }

  /// What a redirect's target wants is not answered by the registry's login, nor by asking the
  /// registry again.
  private Reply refused(HttpCall call, Reply.Response response) {
    if (credential.filter(login -> !login.secret().isEmpty()).isPresent()) {
      return new Reply.Failure(
          Reason.REALM_REFUSED,
          "it redirects to "
              + HttpCall.host(call.uri()).orElse("")
              + ", which is not sent its login");
    }
    Map<String, List<String>> headers = new HashMap<>(response.headers());
    headers.remove("www-authenticate");
    return new Reply.Response(
        response.status(),
        Map.copyOf(headers),
        response.body(),
        response.fromPrivateAddress(),
        response.host());
  }

  // While the token is requested, the answer is kept without room of its own.
  private static Reply.Response shortened(Reply.Response response) {
    return response.body().length() <= KEPT
        ? response
        : new Reply.Response(
            response.status(),
            response.headers(),
            "",
            response.fromPrivateAddress(),
            response.host());
  }

  private Optional<HttpCall> anonymously(HttpCall call, Reply.Response response) {
    String target = call.uri().getAuthority();
    RealmRules realms =
        new RealmRules(call.uri(), Origin.isLocal(target), Set.of(), response.fromPrivateAddress());
    Authenticator authenticator =
        new Authenticator(
            shared.tokens,
            target,
            realms,
            origin.repository(),
            Optional.empty(),
            until(),
            this::send);
    return Challenge.usable(Challenge.parse(response.headerLines("www-authenticate")))
        .map(challenge -> answer(challenge, authenticator))
        .flatMap(
            outcome ->
                outcome instanceof Authenticator.Outcome.Authorized(Authorization by)
                    ? Optional.of(call.authorized(by.headers()))
                    : Optional.empty());
  }

  /// Under which the content of a digest is remembered.
  RegistryFacts.Blob blob(String digest) {
    return new RegistryFacts.Blob(origin.base(), credential, digest);
  }

  /// Answers the registry's challenge for a repository.
  Authenticator.Outcome answer(String path, Challenge challenge) {
    return answer(
        challenge,
        new Authenticator(
            shared.tokens,
            origin.host(),
            new RealmRules(
                URI.create(origin.base()),
                origin.plainHttp(),
                origin.settings().authHosts(),
                facts().atPrivateAddress.getIfPresent(origin.host()) != null),
            path,
            credential,
            until(),
            this::send));
  }

  /// The turn is given up meanwhile: another check may be requesting the token, of this very host,
  /// and would wait for a turn while all turns wait for its token.
  private Authenticator.Outcome answer(Challenge challenge, Authenticator authenticator) {
    permit.leave();
    return authenticator.answer(challenge);
  }
}
