package io.pullcheck.registry;

import io.pullcheck.image.ImageReference;
import io.pullcheck.image.Reason;
import io.pullcheck.image.Verdict;
import io.pullcheck.image.Verdict.Unavailable;
import io.pullcheck.registry.Authorization.Answered;
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

  // Authenticate, renew, GET instead of HEAD, authenticate again: no registry may keep us longer.
  private static final int MOST_STEPS = 6;
  static final int MANIFEST_LIMIT = 4 * 1024 * 1024;
  private static final int SPORADIC_BELIEVED = 3;
  private static final Duration SPORADIC_RETRY = Duration.ofSeconds(30);

  /// What all checks share.
  record Shared(Requests requests, Tokens tokens, Memory memory, InstantSource clock) {}

  private final Asking asking;
  private final Shared shared;
  private final Origin origin;
  private final ImageReference reference;

  private Authorization authorization = Authorization.NONE;
  private Optional<Challenge> challenge;
  private boolean byGet;
  private boolean renewed;
  // Of the HEAD that a GET is to confirm; 0: there is none.
  private int doubted;
  private String body = "";

  ManifestCheck(Asking asking, ImageReference reference) {
    this.asking = asking;
    this.shared = asking.shared();
    this.origin = asking.origin();
    this.reference = reference;
    this.challenge = shared.memory.challenges.get(origin.base());
    this.byGet = shared.memory.headUnreliable.get(origin.host()).isPresent();
  }

  /// One that asks for the manifest itself, to be read as [#body].
  static ManifestCheck reading(Asking asking, ImageReference reference) {
    ManifestCheck check = new ManifestCheck(asking, reference);
    check.byGet = true;
    return check;
  }

  /// The manifest, after [#run] has found it by GET.
  String body() {
    return body;
  }

  /// How later requests to the same repository are authorized, after [#run] has found the manifest.
  Authorization authorization() {
    return authorization;
  }

  /// Ends with [Ruling.Final] or [Ruling.Refused].
  Ruling run() {
    for (int step = 0; step < MOST_STEPS; step++) {
      if (authorization.auth() == ManifestAnswer.Auth.NONE && challenge.isPresent()) {
        switch (respondent().answer(challenge.get())) {
          case Answered.With with -> authorization = with.authorization();
          case Answered.Not not -> {
            return not.ruling();
          }
        }
      }
      Optional<Ruling> ruling =
          switch (send()) {
            case Reply.Failure failure -> Optional.of(Classification.failure(failure));
            case Reply.Response response -> judge(response);
          };
      if (ruling.isPresent()) {
        return ruling.get();
      }
    }
    return new Ruling.Final(Unavailable.of(Reason.UNEXPECTED_RESPONSE));
  }

  private Authorization.Respondent respondent() {
    return new Authorization.Respondent(
        shared.tokens, origin, reference.path(), asking.credential(), asking.visit().deadline());
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

  /// Nothing: ask again.
  private Optional<Ruling> judge(Reply.Response response) {
    if (response.status() == 503 && response.header("retry-after").isPresent()) {
      asking
          .visit()
          .leaveAlone(RetryAfter.of(response.header("retry-after"), shared.clock.instant()));
    }
    ManifestAnswer answer =
        new ManifestAnswer(
            origin.host(), authorization.auth(), byGet, response, reference.digest());
    return switch (Classification.manifest(answer, shared.clock.instant())) {
      case Ruling.Authenticate _ -> {
        challenge = Challenge.usable(Challenge.parse(response.headerLines("www-authenticate")));
        yield Optional.empty();
      }
      case Ruling.Renew renew -> renew(renew.otherwise());
      case Ruling.AskByGet _ -> askByGet(response.status());
      case Ruling.Sporadic sporadic -> Optional.of(sporadic(sporadic.otherwise()));
      case Ruling.Final ruling -> conclude(ruling, response);
      case Ruling.Refused ruling -> conclude(ruling, response);
    };
  }

  private Optional<Ruling> renew(Unavailable otherwise) {
    if (renewed) {
      return Optional.of(new Ruling.Refused(otherwise));
    }
    renewed = true;
    authorization.token().ifPresent(shared.tokens::drop);
    authorization = Authorization.NONE;
    return Optional.empty();
  }

  private Optional<Ruling> askByGet(int status) {
    if (byGet) {
      return Optional.of(new Ruling.Final(Unavailable.of(Reason.UNEXPECTED_RESPONSE)));
    }
    byGet = true;
    doubted = status;
    return Optional.empty();
  }

  private Ruling sporadic(Unavailable otherwise) {
    int count = shared.memory.sporadic.get(origin.base()).orElse(0) + 1;
    shared.memory.sporadic.put(origin.base(), count);
    return new Ruling.Final(
        count >= SPORADIC_BELIEVED
            ? otherwise
            : new Verdict.Kept(otherwise.reason(), SPORADIC_RETRY));
  }

  private Optional<Ruling> conclude(Ruling ruling, Reply.Response response) {
    int status = response.status();
    Memory.Question question =
        new Memory.Question(origin.manifest(reference.manifest()), asking.credential());
    if (!byGet && isDoubtful(status)) {
      Optional<Memory.Confirmed> before =
          shared.memory.confirmed.get(question).filter(each -> each.status() == status);
      return before.isPresent() ? before.map(Memory.Confirmed::ruling) : askByGet(status);
    }
    challenge.ifPresent(each -> shared.memory.challenges.put(origin.base(), each));
    boolean found =
        ruling instanceof Ruling.Final last && last.verdict() instanceof Verdict.Available;
    if (found) {
      body = response.body();
      shared.memory.sporadic.remove(origin.base());
      shared.memory.confirmed.remove(question);
    }
    // A 200 whose HEAD merely lacked the media type says nothing against HEAD.
    if (found && doubted >= 400) {
      shared.memory.headUnreliable.put(origin.host(), true);
    } else if (doubted != 0 && !isKept(ruling)) {
      shared.memory.confirmed.put(question, new Memory.Confirmed(doubted, ruling));
    }
    return Optional.of(ruling);
  }

  private static boolean isKept(Ruling ruling) {
    return ruling instanceof Ruling.Final last && last.verdict() instanceof Verdict.Kept;
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
