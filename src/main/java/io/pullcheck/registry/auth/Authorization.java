package io.pullcheck.registry.auth;

import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ManifestAnswer.Auth;
import io.pullcheck.registry.NextStep;
import io.pullcheck.registry.Origin;
import io.pullcheck.registry.limit.HostPermit;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/// How a request is authorized.
///
/// @param headers to send along
/// @param token what it was earned with, so that it can be dropped
/// @param fresh else it is a token of an earlier check
public record Authorization(
    Auth auth, Map<String, String> headers, Optional<TokenRequest> token, boolean fresh) {

  public static final Authorization NONE =
      new Authorization(Auth.NONE, Map.of(), Optional.empty(), true);

  /// What came of answering a challenge.
  public sealed interface Answered {
    record With(Authorization authorization) implements Answered {}

    record Not(NextStep ruling) implements Answered {}
  }

  /// Answers challenges for one repository with one credential.
  ///
  /// @param credential nothing: anonymously
  public record Respondent(
      Tokens tokens,
      Origin origin,
      String path,
      Optional<Credential> credential,
      HostPermit visit) {

    public Answered answer(Challenge challenge) {
      return challenge.isBearer() ? bearer(challenge) : basic();
    }

    private Answered basic() {
      return credential
          .<Answered>map(
              each ->
                  new Answered.With(
                      new Authorization(
                          Auth.BASIC, TokenServer.basic(each), Optional.empty(), true)))
          .orElseGet(() -> refused(Unavailable.of(Reason.PRIVATE_OR_ABSENT)));
    }

    private Answered bearer(Challenge challenge) {
      Optional<URI> realm = challenge.parameter("realm").flatMap(Respondent::url);
      if (realm.isEmpty()) {
        return refusedRealm("its challenge names no URL as realm");
      }
      URI registry = URI.create(origin.base());
      Optional<String> refusal =
          credential.flatMap(
              _ -> RealmRules.refusal(registry, realm.get(), origin.settings().authHosts()));
      if (refusal.isPresent()) {
        return refusedRealm(refusal.get());
      }
      String scope =
          challenge
              .parameter("scope")
              .filter(text -> !text.isBlank())
              .orElse("repository:" + path + ":pull");
      TokenRequest request =
          new TokenRequest(
              origin.host(), realm.get(), challenge.parameter("service"), scope, credential);
      return switch (tokens.get(request, visit.deadline())) {
        case TokenResult.None none -> {
          none.leaveAlone().ifPresent(visit::leaveAlone);
          yield new Answered.Not(none.ruling());
        }
        case TokenResult.Token token ->
            new Answered.With(
                new Authorization(
                    credential.isPresent() ? Auth.CREDENTIAL_TOKEN : Auth.ANONYMOUS_TOKEN,
                    Map.of("Authorization", "Bearer " + token.value()),
                    Optional.of(request),
                    token.fresh()));
      };
    }

    // Another credential would not be shown to it either.
    private static Answered refusedRealm(String detail) {
      return new Answered.Not(
          new NextStep.Final(
              new Unavailable(Reason.REALM_REFUSED.state(), Reason.REALM_REFUSED, detail)));
    }

    private static Answered refused(Unavailable verdict) {
      return new Answered.Not(new NextStep.Refused(verdict));
    }

    private static Optional<URI> url(String text) {
      try {
        // A fragment is not sent, and would swallow the query that is added.
        return Optional.of(new URI(text.replaceFirst("#.*", "")))
            .filter(uri -> uri.getHost() != null && uri.getUserInfo() == null)
            .filter(uri -> "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }
  }
}
