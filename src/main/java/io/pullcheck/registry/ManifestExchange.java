package io.pullcheck.registry;

import io.pullcheck.model.KnownRegistry;
import io.pullcheck.model.KnownRegistry.Quirk;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.RegistryFacts.Confirmed;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.auth.Challenge;
import io.pullcheck.registry.content.Descriptor;
import io.pullcheck.registry.http.Reply;
import java.util.Optional;

/// The state of a check between two requests for a manifest: how the next request is sent, and what
/// led to it. Immutable and without I/O: [#followUp] is the one function from an answer to the next
/// request or the end.
///
/// A check makes at most two passes. The first relies on what is remembered: a challenge, a cached
/// token. If that turns out to be stale, the second begins without. A pass is at most three
/// requests, because it is authorized once and changes from HEAD to GET once.
///
/// @param challenge the one that was answered
/// @param relying whether the challenge is remembered from an earlier check
/// @param second whether this is the second pass
/// @param failed of the second pass: the remembered challenge that could not be answered
/// @param headStatus what a HEAD was answered with that this GET is to confirm; 0: there was none
record ManifestExchange(
    Optional<Challenge> challenge,
    boolean relying,
    boolean second,
    Optional<Failed> failed,
    Authorization authorization,
    boolean byGet,
    int headStatus) {

  /// A challenge, and what came of answering it.
  record Failed(Challenge challenge, NextStep.End step) {}

  /// What follows an answer.
  sealed interface FollowUp {

    /// Send this request.
    record Send(ManifestExchange next) implements FollowUp {}

    /// Answer this challenge, and send the request again.
    record Authenticate(ManifestExchange sent, Challenge challenge) implements FollowUp {}

    /// What was relied on is stale: begin the second pass.
    record StartOver(ManifestExchange stale, Optional<Failed> failed) implements FollowUp {}

    /// The registry is known to refuse now and then: how often in a row decides.
    record Sporadic(Unavailable otherwise) implements FollowUp {}

    /// The check is over.
    ///
    /// @param authorization how later requests to the same repository are authorized, if the
    ///   manifest was found
    /// @param body the manifest, if it was found by GET
    /// @param found what was found
    record End(NextStep.End step, Authorization authorization, String body, Descriptor found)
        implements FollowUp {
      End(NextStep.End step, Authorization authorization, String body) {
        this(step, authorization, body, Descriptor.NONE);
      }
    }
  }

  static ManifestExchange first(boolean byGet) {
    return new ManifestExchange(
        Optional.empty(), false, false, Optional.empty(), Authorization.NONE, byGet, 0);
  }

  /// The registry says anew what it wants. Its answer to a token does not say that: nvcr.io answers
  /// an expired one with a realm that gives no anonymous token, others name no realm at all.
  static ManifestExchange second(boolean byGet, Optional<Failed> failed) {
    return new ManifestExchange(
        Optional.empty(), false, true, failed, Authorization.NONE, byGet, 0);
  }

  ManifestExchange relyingOn(Challenge remembered) {
    return new ManifestExchange(
        Optional.of(remembered), true, second, failed, authorization, byGet, headStatus);
  }

  /// The same request, authorized as the challenge wants it.
  FollowUp authorized(Challenge answered, Authorization by) {
    return new FollowUp.Send(
        new ManifestExchange(
            Optional.of(answered), relying, second, failed, by, byGet, headStatus));
  }

  /// The challenge could not be answered. A remembered one may be out of date.
  FollowUp notAuthorized(Challenge unanswered, NextStep.End step) {
    return relying && !isInconclusive(step)
        ? new FollowUp.StartOver(this, Optional.of(new Failed(unanswered, step)))
        : end(step, "");
  }

  /// What came of answering this challenge in the first pass: it is not answered again.
  Optional<NextStep.End> failedBefore(Challenge current) {
    return failed.filter(each -> each.challenge().equals(current)).map(Failed::step);
  }

  FollowUp.End end(NextStep.End step, String body) {
    return new FollowUp.End(step, authorization, body);
  }

  /// What follows the answer to this exchange's request.
  ///
  /// @param answer what the response means by itself
  /// @param confirmed what a GET found out when the same HEAD failed before
  FollowUp followUp(
      Reply.Response response, NextStep answer, String host, Optional<Confirmed> confirmed) {
    return switch (answer) {
      case NextStep.Authenticate _ ->
          new FollowUp.Authenticate(this, challengeOf(response).orElseThrow());
      case NextStep.Renew _ when !second && !authorization.fresh() ->
          new FollowUp.StartOver(this, Optional.empty());
      case NextStep.Renew renew ->
          confirm(new NextStep.Refused(renew.otherwise()), response, host, confirmed);
      case NextStep.AskByGet _ -> byGet(response.status());
      case NextStep.Sporadic sporadic -> new FollowUp.Sporadic(sporadic.otherwise());
      case NextStep.Refused _ when isStale(response) ->
          new FollowUp.StartOver(this, Optional.empty());
      case NextStep.End end -> confirm(end, response, host, confirmed);
    };
  }

  /// May the refusal be due to what was relied on: a cached token, or a remembered challenge other
  /// than the current one?
  private boolean isStale(Reply.Response response) {
    boolean refused = response.status() == 401 || response.status() == 403;
    boolean changed =
        relying
            && response.status() == 401
            && challengeOf(response)
                .filter(each -> challenge.filter(each::leadsTo).isPresent())
                .isEmpty();
    return !second && refused && (!authorization.fresh() || changed);
  }

  /// Is it a refusal after which containerd sends the same request once more? It takes a 401 with
  /// the challenge that has just been answered for an accident, unless that names an error
  /// (`AddResponses` in its core/remotes/docker/authorizer.go).
  boolean isRefusedForNow(Reply.Response response) {
    return response.status() == 401
        && headStatus == 0
        && authorization.kind().isToken()
        && authorization.fresh()
        && challengeOf(response)
            .filter(each -> each.parameter("error").isEmpty())
            .filter(each -> challenge.filter(each::leadsTo).isPresent())
            .isPresent();
  }

  private static Optional<Challenge> challengeOf(Reply.Response response) {
    return Challenge.usable(Challenge.parse(response.headerLines("www-authenticate")));
  }

  private FollowUp byGet(int status) {
    return byGet
        ? end(new NextStep.Final(Unavailable.of(Reason.UNEXPECTED_RESPONSE)), "")
        : new FollowUp.Send(
            new ManifestExchange(challenge, relying, second, failed, authorization, true, status));
  }

  /// Ends the check, unless a GET must first confirm what the HEAD says. While its status stays the
  /// same, so does what the last GET found out.
  private FollowUp confirm(
      NextStep.End end, Reply.Response response, String host, Optional<Confirmed> confirmed) {
    int status = response.status();
    if (byGet || !needsGet(host, status)) {
      return end(end, response.body());
    }
    return confirmed
        .filter(each -> each.status() == status)
        .<FollowUp>map(each -> end(each.step(), ""))
        .orElseGet(() -> byGet(status));
  }

  private static boolean needsGet(String host, int status) {
    return KnownRegistry.has(host, Quirk.GET_COUNTS_AS_PULL)
        ? status == 401 || status == 403
        : (status >= 400 && status < 500 && status != 429 && status != 408 && status != 499)
            || status == 501;
  }

  static boolean isInconclusive(NextStep step) {
    return step instanceof NextStep.Final last && last.verdict() instanceof Verdict.Inconclusive;
  }
}
