package io.pullcheck.registry.auth;

import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.http.Deadline;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reach;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.http.Sender;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Answers a registry's challenges for one repository with one credential.
///
/// @param registry the host as it stands in references
/// @param realms which token servers may be requested
/// @param path of the repository
/// @param credential nothing: anonymously
/// @param sender sends the request for a token
public record Authenticator(
    Tokens tokens,
    String registry,
    RealmRules realms,
    String path,
    Optional<Credential> credential,
    Deadline deadline,
    Sender sender) {

  /// The outcome of answering a challenge. What a failure means for the check is not decided here.
  public sealed interface Outcome {

    /// Requests can be sent with this.
    record Authorized(Authorization authorization) implements Outcome {}

    /// The challenge wants a login, and there is none.
    record LoginMissing() implements Outcome {}

    /// The realm is not requested.
    ///
    /// @param detail why, in our own words
    record RealmRefused(String detail) implements Outcome {}

    /// The token server gave no token.
    ///
    /// @param reply its answer, or why there is none
    record TokenMissing(Reply reply) implements Outcome {}
  }

  public Outcome answer(Challenge challenge) {
    return challenge.isBearer() ? bearer(challenge) : basic();
  }

  private Outcome basic() {
    return credential
        .filter(login -> !login.secret().isEmpty())
        .<Outcome>map(
            login -> new Outcome.Authorized(Authorization.basic(TokenServer.basic(login))))
        .orElseGet(Outcome.LoginMissing::new);
  }

  private Outcome bearer(Challenge challenge) {
    Optional<URI> realm = challenge.parameter("realm").flatMap(Authenticator::url);
    if (realm.isEmpty()) {
      return new Outcome.RealmRefused("its challenge names no URL as realm");
    }
    return switch (realms.judge(
        realm.get(),
        credential.map(Credential::secret).filter(each -> !each.isEmpty()).isEmpty())) {
      case Realm.Refused refused -> new Outcome.RealmRefused(refused.detail());
      case Realm.Allowed(Reach reach) -> token(challenge, realm.get(), reach);
    };
  }

  private Outcome token(Challenge challenge, URI realm, Reach reach) {
    // The one for the pull is always among them.
    List<String> scopes =
        Stream.concat(
                Stream.of("repository:" + path + ":pull"),
                challenge.parameter("scope").stream()
                    .flatMap(scope -> Arrays.stream(scope.split(" ", -1))))
            .sorted()
            .distinct()
            .toList();
    TokenRequest request =
        new TokenRequest(
            registry, realm, reach, challenge.parameter("service"), scopes, credential);
    return switch (tokens.get(request, deadline, sender)) {
      case TokenResult.None(Reply.Failure(Reason reason, String detail, _))
          when reason == Reason.REALM_REFUSED ->
          new Outcome.RealmRefused(
              RealmRules.named(HttpCall.host(realm).orElse("")) + " (" + detail + ")");
      case TokenResult.None none -> new Outcome.TokenMissing(none.reply());
      case TokenResult.Token token ->
          new Outcome.Authorized(Authorization.bearer(request, token.value(), token.fresh()));
    };
  }

  private static Optional<URI> url(String text) {
    try {
      // A fragment is not sent, and would swallow the query that is added to the realm.
      return Optional.of(new URI(text.replaceFirst("#.*", "").replace(" ", "%20")))
          .filter(uri -> HttpCall.host(uri).isPresent())
          .filter(uri -> "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
