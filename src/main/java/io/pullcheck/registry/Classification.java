package io.pullcheck.registry;

import io.pullcheck.model.KnownRegistry;
import io.pullcheck.model.KnownRegistry.Quirk;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.auth.Challenge;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.limit.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The classification table: what an answer of a registry, or of its token server, means. Pure.
/// Rows are tried in their order, and the first that matches decides. Their numbers stand behind
/// the lines, and in the cases of `ClassificationTest`.
final class Classification {

  private static final Set<String> MALFORMED =
      Set.of("NAME_INVALID", "TAG_INVALID", "DIGEST_INVALID");

  private static final Duration WITHHELD = Duration.ofSeconds(1);
  // After this time there is likely room again: a check takes 15 s by default.
  private static final Duration OVERLOAD = Duration.ofSeconds(15);

  private Classification() {}

  /// A registry's answer to a request for a manifest, with what its classification depends on.
  ///
  /// @param host as it stands in references
  /// @param auth how the request was authorized
  /// @param byGet false: by HEAD, whose answer has no body
  /// @param wantedDigest the reference's, if it has one
  /// @param headStatus what a HEAD was answered with before this GET; 0: there was none
  record ManifestAnswer(
      String host,
      Authorization.Kind auth,
      boolean byGet,
      Reply.Response response,
      Optional<String> wantedDigest,
      Purpose purpose,
      int headStatus) {

    boolean isFound() {
      return response.status() >= 200 && response.status() < 300;
    }
  }

  /// Rows 3, 5 and 13 to 37: an answer to HEAD or GET of a manifest.
  static NextStep manifest(ManifestAnswer answer, Instant now) {
    Reply.Response response = answer.response();
    if (answer.isFound()) {
      return ManifestFound.classify(answer);
    }
    ErrorBody body = ErrorBody.of(response);
    int status = response.status();
    if (status == 429 || body.has("TOOMANYREQUESTS")) {
      return rateLimited(response, now); // 3
    }
    if (!answer.byGet()
        && (status == 405 || (status == 501 && answer.purpose() != Purpose.RESOLVE_BY_HEAD))) {
      return new NextStep.AskByGet(); // 23
    }
    if (status == 408 || status == 499 || status >= 500 || body.has("UNAVAILABLE")) {
      return last(Reason.SERVER_ERROR, response.described()); // 5
    }
    return switch (status) {
      case 400 -> badRequest(answer, body);
      case 401 -> unauthorized(answer);
      case 402, 451 -> refused(Reason.DENIED_OR_ABSENT, response); // 22
      case 403 -> forbidden(answer, body);
      case 404 -> notFound(answer, body);
      case 412 -> refused(Reason.POLICY, response); // 36
      default ->
          body.has("DENIED")
              ? refused(Reason.DENIED_OR_ABSENT, response)
              : last(Reason.UNEXPECTED_RESPONSE, response.described()); // 22, 37
    };
  }

  /// Rows 3, 5 and 7 to 12: an answer of a token server that holds no token. (Row 10, a POST that
  /// the server does not know, is decided where the token is requested.)
  ///
  /// @param host of the registry, as it stands in references
  static NextStep.End token(
      String host, boolean withCredentials, Reply.Response response, Instant now) {
    ErrorBody body = response.status() == 200 ? ErrorBody.EMPTY : ErrorBody.of(response);
    int status = response.status();
    if (status == 429 || body.has("TOOMANYREQUESTS")) {
      return rateLimited(response, now); // 3
    }
    if (status == 408 || status == 499 || status >= 500 || body.has("UNAVAILABLE")) {
      return last(Reason.SERVER_ERROR, response.described()); // 5
    }
    return switch (status) {
      case 200 -> last(Reason.TOKEN_MALFORMED, response.described()); // 12
      case 401 ->
          refused(withCredentials ? Reason.REJECTED : Reason.PRIVATE_OR_ABSENT, response); // 7
      case 403 ->
          !withCredentials
              ? refused(Reason.PRIVATE_OR_ABSENT, response) // 9
              : refused(
                  KnownRegistry.has(host, Quirk.TOKEN_403_IS_A_BAD_LOGIN)
                      ? Reason.REJECTED
                      : Reason.DENIED_OR_ABSENT,
                  response); // 8
      case 404 -> last(Reason.TOKEN_ENDPOINT, response.described()); // 11
      default -> last(Reason.UNEXPECTED_RESPONSE, response.described()); // 37
    };
  }

  /// Rows 3, 5, 22 and 35: an answer to HEAD or GET of a config or a layer; nothing if a GET must
  /// confirm what the HEAD says. A redirect leads to the store that holds the blob, and so says
  /// that it is there.
  static Optional<NextStep.End> blob(boolean byGet, Reply.Response response, Instant now) {
    int status = response.status();
    if (status == 429) {
      return Optional.of(rateLimited(response, now)); // 3
    }
    if (status >= 200 && status < 400) {
      return Optional.of(new NextStep.Final(new Verdict.Available(Optional.empty())));
    }
    if (!byGet) {
      return Optional.empty(); // 35
    }
    if (status == 408 || status == 499 || status >= 500) {
      return Optional.of(last(Reason.SERVER_ERROR, response.described())); // 5
    }
    return Optional.of(
        switch (status) {
          case 404, 410 -> last(Reason.BLOB_MISSING); // 35
          case 401, 402, 403, 451 -> refused(Reason.DENIED_OR_ABSENT, response); // 22
          default -> last(Reason.UNEXPECTED_RESPONSE, response.described()); // 37
        });
  }

  /// Row 27: a GET finds what HEAD was refused.
  ///
  /// @param status that HEAD was answered with
  static NextStep.End headRefused(int status) {
    State state =
        switch (status) {
          case 404 -> State.ABSENT;
          case 401 -> State.AUTHENTICATION_FAILURE;
          case 402, 403, 412, 451 -> State.AUTHORIZATION_FAILURE;
          default ->
              status == 408 || status == 499 || status >= 500
                  ? State.REGISTRY_UNAVAILABLE
                  : State.UNKNOWN_ERROR;
        };
    return new NextStep.Final(
        new Unavailable(state, Reason.HEAD_REFUSED, "HEAD is answered with " + status));
  }

  /// Row 6: the realm may not see the credentials, whichever they are.
  static NextStep.End realmRefused(String detail) {
    return last(Reason.REALM_REFUSED, detail);
  }

  /// Rows 4 and 6: there is no answer.
  static NextStep.End failure(Reply.Failure failure) {
    return switch (failure.reason()) {
      // Its gate did not let the request through; when it will is the gate's to say next time.
      case RATE_LIMITED ->
          new NextStep.Final(new Verdict.Inconclusive(Reason.RATE_LIMITED, WITHHELD));
      case OVERLOADED -> new NextStep.Final(new Verdict.Inconclusive(Reason.OVERLOADED, OVERLOAD));
      default -> last(failure.reason(), failure.described());
    };
  }

  /// What an answer says of its host, whatever was asked: that it is there, wants to be left alone,
  /// or does not answer.
  static Verdict ofHost(Reply reply, Instant now) {
    return switch (reply) {
      // There is no room here: that says nothing of the host.
      case Reply.Failure failure when failure.reason() == Reason.OVERLOADED ->
          new Verdict.Inconclusive(Reason.OVERLOADED, OVERLOAD);
      case Reply.Failure failure ->
          new Unavailable(failure.reason().state(), failure.reason(), failure.described());
      case Reply.Response response when response.status() == 429 ->
          new Verdict.Inconclusive(
              Reason.RATE_LIMITED, RetryAfter.of(response.header("retry-after"), now));
      case Reply.Response _ -> new Verdict.Available(Optional.empty());
    };
  }

  /// The verdict of this reason, whatever other credentials there are.
  static NextStep.End last(Reason reason, String detail) {
    return new NextStep.Final(new Unavailable(reason.state(), reason, detail));
  }

  private static NextStep badRequest(ManifestAnswer answer, ErrorBody body) {
    Reply.Response response = answer.response();
    if (MALFORMED.stream().anyMatch(body::has)) {
      return last(Reason.REFUSED_BY_REGISTRY); // 24
    }
    return answer.auth().isToken() && KnownRegistry.has(answer.host(), Quirk.EXPIRED_TOKEN_IS_400)
        ? new NextStep.Renew(unavailable(Reason.UNEXPECTED_RESPONSE, response)) // 14
        : last(Reason.UNEXPECTED_RESPONSE, response.described()); // 37
  }

  private static NextStep unauthorized(ManifestAnswer answer) {
    Reply.Response response = answer.response();
    List<Challenge> challenges = Challenge.parse(response.headerLines("www-authenticate"));
    boolean invalidToken =
        challenges.stream()
            .anyMatch(each -> each.parameter("error").filter("invalid_token"::equals).isPresent());
    return switch (answer.auth()) {
      case NONE ->
          Challenge.usable(challenges).isPresent()
              ? new NextStep.Authenticate() // 13
              : refused(Reason.PRIVATE_OR_ABSENT, response); // 16
      case ANONYMOUS_TOKEN -> renewable(invalidToken, Reason.PRIVATE_OR_ABSENT, response); // 14, 16
      case CREDENTIAL_TOKEN -> renewable(invalidToken, Reason.DENIED_OR_ABSENT, response); // 14, 15
      case BASIC -> refused(Reason.REJECTED, response); // 17
    };
  }

  private static NextStep renewable(
      boolean invalidToken, Reason otherwise, Reply.Response response) {
    return invalidToken
        ? new NextStep.Renew(unavailable(otherwise, response))
        : refused(otherwise, response);
  }

  private static NextStep forbidden(ManifestAnswer answer, ErrorBody body) {
    Reply.Response response = answer.response();
    if (body.kind() == ErrorBody.Kind.HTML) {
      return last(Reason.BLOCKED, response.described()); // 18
    }
    if (KnownRegistry.has(answer.host(), Quirk.SPORADIC_403)) {
      return new NextStep.Sporadic(unavailable(Reason.BLOCKED, response)); // 19
    }
    if (body.text().contains("expired")) {
      return answer.auth().isToken()
          ? new NextStep.Renew(unavailable(Reason.EXPIRED, response))
          : refused(Reason.EXPIRED, response); // 20
    }
    return body.text().contains("client with ip")
        ? last(Reason.NETWORK_RULE, response.described()) // 21
        : refused(Reason.DENIED_OR_ABSENT, response); // 22
  }

  private static NextStep notFound(ManifestAnswer answer, ErrorBody body) {
    if (body.text().contains("accept header")) {
      return last(Reason.CLIENT_BUG, answer.response().described()); // 26
    }
    return switch (body.kind()) {
      case HTML, OTHER ->
          // A registry that is known never answers so: something else stands in its place.
          answer.byGet() && !KnownRegistry.isNamed(answer.host())
              ? new NextStep.Unclear(Unavailable.of(Reason.MANIFEST_UNKNOWN)) // 29b
              : last(Reason.NOT_A_REGISTRY, answer.response().described()); // 28
      case EMPTY ->
          answer.byGet()
              ? new NextStep.Unclear(Unavailable.of(Reason.MANIFEST_UNKNOWN)) // 29b
              : last(Reason.MANIFEST_UNKNOWN); // 29
      case JSON ->
          body.codes().stream().allMatch(String::isEmpty)
              ? new NextStep.Unclear(Unavailable.of(Reason.MANIFEST_UNKNOWN)) // 29b
              : last(
                  body.has("NAME_UNKNOWN")
                      ? Reason.REPOSITORY_UNKNOWN
                      : Reason.MANIFEST_UNKNOWN); // 29
    };
  }

  private static NextStep.End rateLimited(Reply.Response response, Instant now) {
    return new NextStep.Final(
        new Verdict.Inconclusive(
            Reason.RATE_LIMITED, RetryAfter.of(response.header("retry-after"), now)));
  }

  private static NextStep.End last(Reason reason) {
    return last(reason, "");
  }

  private static NextStep.End refused(Reason reason, Reply.Response response) {
    return new NextStep.Refused(unavailable(reason, response));
  }

  private static Unavailable unavailable(Reason reason, Reply.Response response) {
    return new Unavailable(reason.state(), reason, response.described());
  }
}
