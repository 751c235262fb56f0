package io.pullcheck.registry;

import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.auth.Authorization.Answered;
import io.pullcheck.registry.auth.Challenge;
import io.pullcheck.registry.auth.Tokens;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.http.Requests;
import io.pullcheck.registry.limit.RetryAfter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Asks for one manifest: authenticates as challenged, has a refusal confirmed by GET, and ends
/// with a final or a refusing ruling.
final class ManifestCheck {

  /// An incomplete list makes many registries answer 404 for images that exist.
  static final String ACCEPT =
      "application/vnd.docker.distribution.manifest.v2+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.oci.image.index.v1+json, */*";

  // HEAD, authenticated, confirmed by GET, and once more from the start: no registry may keep us
  // longer.
  private static final int MOST_STEPS = 8;
  static final int MANIFEST_LIMIT = 4 * 1024 * 1024;
  private static final int SPORADIC_BELIEVED = 3;
  private static final Duration SPORADIC_RETRY = Duration.ofSeconds(30);

  /// What all checks share.
  record Shared(Requests requests, Tokens tokens, RegistryFacts memory, InstantSource clock) {}

  /// A challenge of an earlier check, and what came of answering it.
  private record Unanswered(Challenge challenge, NextStep ruling) {}

  private final RequestContext asking;
  private final Shared shared;
  private final Origin origin;
  private final ImageReference reference;

  private Authorization authorization = Authorization.NONE;
  private Optional<Challenge> challenge;
  // The challenge is one of an earlier check, and may be out of date.
  private boolean remembered;
  private Optional<Unanswered> unanswered = Optional.empty();
  private boolean startedOver;
  private final boolean reading;
  private boolean byGet;
  // Of the HEAD that a GET is to confirm; 0: there is none.
  private int doubted;
  private String body = "";

  ManifestCheck(RequestContext asking, ImageReference reference) {
    this(asking, reference, false);
  }

  private ManifestCheck(RequestContext asking, ImageReference reference, boolean reading) {
    this.asking = asking;
    this.shared = asking.shared();
    this.origin = asking.origin();
    this.reference = reference;
    this.reading = reading;
    this.challenge = shared.memory.challenges.get(origin.base());
    this.remembered = challenge.isPresent();
    this.byGet = beginsByGet();
  }

  /// One that asks for the manifest itself, to be read as [#body].
  static ManifestCheck reading(RequestContext asking, ImageReference reference) {
    return new ManifestCheck(asking, reference, true);
  }

  /// The manifest, after [#run] has found it by GET.
  String body() {
    return body;
  }

  /// How later requests to the same repository are authorized, after [#run] has found the manifest.
  Authorization authorization() {
    return authorization;
  }

  /// Ends with [NextStep.Final] or [NextStep.Refused].
  NextStep run() {
    for (int step = 0; step < MOST_STEPS; step++) {
      Optional<NextStep> ruling = authorize().or(this::ask);
      if (ruling.isPresent()) {
        return ruling.get();
      }
    }
    return new NextStep.Final(Unavailable.of(Reason.UNEXPECTED_RESPONSE));
  }

  private boolean beginsByGet() {
    return reading || shared.memory.headUnreliable.get(origin.host()).isPresent();
  }

  /// Answers the challenge, if there is one; nothing: go on.
  private Optional<NextStep> authorize() {
    if (authorization.auth() != ManifestAnswer.Auth.NONE || challenge.isEmpty()) {
      return Optional.empty();
    }
    var respondent =
        new Authorization.Respondent(
            shared.tokens, origin, reference.path(), asking.credential(), asking.visit());
    switch (respondent.answer(challenge.get())) {
      case Answered.With with -> authorization = with.authorization();
      case Answered.Not not when remembered && !isKept(not.ruling()) -> {
        unanswered = Optional.of(new Unanswered(challenge.get(), not.ruling()));
        startOver();
      }
      case Answered.Not not -> {
        return Optional.of(not.ruling());
      }
    }
    return Optional.empty();
  }

  /// Nothing: ask again.
  private Optional<NextStep> ask() {
    return switch (send()) {
      case Reply.Failure failure -> Optional.of(Classification.failure(failure));
      case Reply.Response response -> judge(response);
    };
  }

  private Reply send() {
    asking.visit().request();
    Map<String, String> headers = new HashMap<>(authorization.headers());
    headers.put("Accept", ACCEPT);
    var uri = origin.manifest(reference.manifest());
    HttpCall call =
        byGet ? HttpCall.get(uri, headers).bodyLimit(MANIFEST_LIMIT) : HttpCall.head(uri, headers);
    return shared.requests.follow(call, origin.host(), asking.visit().deadline());
  }

  private Optional<NextStep> judge(Reply.Response response) {
    RetryAfter.ofTrouble(response, shared.clock.instant()).ifPresent(asking.visit()::leaveAlone);
    ManifestAnswer answer =
        new ManifestAnswer(
            origin.host(), authorization.auth(), byGet, response, reference.digest());
    return switch (Classification.manifest(answer, shared.clock.instant())) {
      case NextStep.Authenticate _ -> challenged(response);
      case NextStep.Renew _ when !startedOver -> startOver();
      case NextStep.Renew renew -> conclude(new NextStep.Refused(renew.otherwise()), response);
      case NextStep.AskByGet _ -> askByGet(response.status());
      case NextStep.Sporadic sporadic -> Optional.of(sporadic(sporadic.otherwise()));
      case NextStep.Final ruling -> conclude(ruling, response);
      case NextStep.Refused _ when isStale(response) -> startOver();
      case NextStep.Refused ruling -> conclude(ruling, response);
    };
  }

  /// Is what was refused out of date: a token that was kept, or the answer to a challenge that is
  /// another one by now?
  private boolean isStale(Reply.Response response) {
    boolean refused = response.status() == 401 || response.status() == 403;
    boolean changed =
        remembered
            && response.status() == 401
            && challengeOf(response)
                .filter(each -> challenge.filter(each::leadsTo).isPresent())
                .isEmpty();
    return !startedOver && refused && (!authorization.fresh() || changed);
  }

  private static Optional<Challenge> challengeOf(Reply.Response response) {
    return Challenge.usable(Challenge.parse(response.headerLines("www-authenticate")));
  }

  private Optional<NextStep> challenged(Reply.Response response) {
    challenge = challengeOf(response);
    // It still stands, and so does what came of it.
    return unanswered
        .filter(each -> Optional.of(each.challenge()).equals(challenge))
        .map(Unanswered::ruling);
  }

  /// Once more without a token, so that the registry says anew what it wants. Its answers to tokens
  /// do not: after an expired one nvcr.io names a realm that gives none to strangers, and others
  /// name none.
  private Optional<NextStep> startOver() {
    startedOver = true;
    remembered = false;
    authorization.token().ifPresent(shared.tokens::drop);
    authorization = Authorization.NONE;
    challenge = Optional.empty();
    byGet = beginsByGet();
    doubted = 0;
    return Optional.empty();
  }

  private Optional<NextStep> askByGet(int status) {
    if (byGet) {
      return Optional.of(new NextStep.Final(Unavailable.of(Reason.UNEXPECTED_RESPONSE)));
    }
    byGet = true;
    doubted = status;
    return Optional.empty();
  }

  private NextStep sporadic(Unavailable otherwise) {
    int count = shared.memory.sporadic.get(origin.base()).orElse(0) + 1;
    shared.memory.sporadic.put(origin.base(), count);
    return new NextStep.Final(
        count >= SPORADIC_BELIEVED
            ? otherwise
            : new Verdict.Inconclusive(otherwise.reason(), SPORADIC_RETRY));
  }

  private Optional<NextStep> conclude(NextStep ruling, Reply.Response response) {
    int status = response.status();
    RegistryFacts.Question question =
        new RegistryFacts.Question(origin.manifest(reference.manifest()), asking.credential());
    if (!byGet && isDoubtful(status)) {
      Optional<RegistryFacts.Confirmed> before =
          shared.memory.confirmed.get(question).filter(each -> each.status() == status);
      if (before.isEmpty()) {
        return askByGet(status);
      }
      learnFrom(status);
      return before.map(RegistryFacts.Confirmed::ruling);
    }
    learnFrom(status);
    boolean found =
        ruling instanceof NextStep.Final last && last.verdict() instanceof Verdict.Available;
    if (found) {
      body = response.body();
      shared.memory.sporadic.remove(origin.base());
      shared.memory.confirmed.remove(question);
    }
    // A 200 whose HEAD merely lacked the media type says nothing against HEAD.
    if (found && doubted >= 400) {
      rememberThatHeadLies();
    } else if (doubted != 0 && !isKept(ruling)) {
      shared.memory.confirmed.put(question, new RegistryFacts.Confirmed(doubted, ruling));
    }
    return Optional.of(ruling);
  }

  /// A challenge is good if what it was answered with was taken. A refused token may lack a right
  /// that will be granted before it ends.
  private void learnFrom(int status) {
    if (status == 401 || status == 403) {
      authorization.token().ifPresent(shared.tokens::drop);
    }
    if (status != 401) {
      challenge.ifPresentOrElse(
          each -> shared.memory.challenges.put(origin.base(), each),
          () -> shared.memory.challenges.remove(origin.base()));
    }
  }

  // Not of Docker Hub, whose HEAD is right but for accidents: each GET would count as a pull.
  private void rememberThatHeadLies() {
    if (!origin.host().equals(ImageReference.DOCKER_HUB)) {
      shared.memory.headUnreliable.put(origin.host(), true);
    }
  }

  private static boolean isKept(NextStep ruling) {
    return ruling instanceof NextStep.Final last && last.verdict() instanceof Verdict.Inconclusive;
  }

  /// Must a GET confirm what HEAD says? On Docker Hub a GET counts as a pull, and its 404 can be
  /// relied on.
  private boolean isDoubtful(int status) {
    boolean hub = origin.host().equals(ImageReference.DOCKER_HUB);
    return hub
        ? status == 401 || status == 403
        : status >= 400 && status < 500 && status != 429 && status != 408 && status != 499;
  }
}
