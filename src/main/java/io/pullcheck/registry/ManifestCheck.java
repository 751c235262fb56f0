package io.pullcheck.registry;

import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.KnownRegistry;
import io.pullcheck.model.KnownRegistry.Quirk;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.Classification.ManifestAnswer;
import io.pullcheck.registry.ManifestExchange.FollowUp;
import io.pullcheck.registry.RegistryFacts.Confirmed;
import io.pullcheck.registry.RegistryFacts.KnownContent;
import io.pullcheck.registry.RegistryFacts.Question;
import io.pullcheck.registry.auth.Authenticator.Outcome;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.auth.Challenge;
import io.pullcheck.registry.content.Descriptor;
import io.pullcheck.registry.content.ImageContent;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.limit.RetryAfter;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Asks for one manifest: sends the requests that [ManifestExchange] decides on, and remembers what
/// they teach about the registry.
final class ManifestCheck {

  /// Bytes of the longest manifest that containerd takes (its `MaxManifestSize`); of a config no
  /// more is read either.
  static final int MANIFEST_LIMIT = 4 * 1048 * 1048;

  static final String TOO_LONG = "its manifest is longer than 4 MiB";

  /// An incomplete list makes many registries answer 404 for images that exist.
  static final String ACCEPT =
      "application/vnd.docker.distribution.manifest.v2+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.oci.image.index.v1+json, */*";

  private static final int SPORADIC_BELIEVED = 3;
  private static final Duration SPORADIC_RETRY = Duration.ofSeconds(30);

  private final RequestContext context;
  private final RegistryFacts facts;
  private final Origin origin;
  private final ImageReference reference;
  private final URI manifest;
  private final Question question;
  private final Purpose purpose;
  private final Descriptor named;
  private final Retries retries;
  private Optional<Content> content = Optional.empty();

  /// What came of a manifest that was asked for itself.
  sealed interface Content {
    record Known(KnownContent content) implements Content {}

    /// It says nothing.
    record Useless(NextStep.End why) implements Content {}
  }

  /// @param content nothing if the manifest is not there
  record Manifest(FollowUp.End end, Optional<Content> content) {}

  private ManifestCheck(
      RequestContext context, ImageReference reference, Purpose purpose, Descriptor named) {
    this.context = context;
    this.facts = context.facts();
    this.origin = context.origin();
    this.reference = reference;
    this.manifest = origin.manifest(reference.manifest());
    this.question = new Question(manifest, context.credential());
    this.purpose = purpose;
    this.named = named;
    this.retries = new Retries(!origin.isMirror());
  }

  /// Resolves the reference as the nodes' runtime does.
  static FollowUp.End resolve(
      RequestContext context, ImageReference reference, ContainerRuntime runtime) {
    Purpose purpose = Purpose.resolving(runtime);
    return new ManifestCheck(context, reference, purpose, Descriptor.NONE).run();
  }

  /// Asks whether a manifest whose content is known is still there.
  static FollowUp.End ask(RequestContext context, ImageReference reference) {
    return new ManifestCheck(context, reference, Purpose.PRESENCE, Descriptor.NONE).run();
  }

  /// Asks for the manifest itself, which must be of the reference's digest.
  ///
  /// @param named what names it: its media type and, if that is not 0, its size
  static Manifest read(RequestContext context, ImageReference reference, Descriptor named) {
    ManifestCheck check = new ManifestCheck(context, reference, Purpose.CONTENT, named);
    FollowUp.End end = check.run();
    return new Manifest(end, check.content);
  }

  // The text itself is not kept: it may be long.
  private Content content(String manifest) {
    long size = ManifestFound.size(manifest);
    if (size > MANIFEST_LIMIT) {
      return new Content.Useless(Classification.last(Reason.TOO_LARGE, TOO_LONG));
    }
    if (reference.digest().filter(each -> !ContentDigest.isOf(each, manifest)).isPresent()) {
      return new Content.Useless(Classification.last(Reason.DIGEST_MISMATCH, ""));
    }
    return new Content.Known(
        new KnownContent(ImageContent.read(manifest, named.mediaType()), size, named.mediaType()));
  }

  private FollowUp.End run() {
    FollowUp next = begin();
    while (true) {
      switch (next) {
        case FollowUp.Send(ManifestExchange exchange) -> next = send(exchange);
        case FollowUp.Authenticate(ManifestExchange sent, Challenge challenge) ->
            next = authenticate(sent, challenge);
        case FollowUp.StartOver(ManifestExchange stale, var failed) -> {
          context.shared().tokens().drop(stale.authorization());
          next = new FollowUp.Send(ManifestExchange.second(beginsByGet(), failed));
        }
        case FollowUp.Sporadic(Unavailable otherwise) -> next = sporadic(otherwise);
        case FollowUp.End end -> {
          return end;
        }
      }
    }
  }

  private FollowUp begin() {
    ManifestExchange first = ManifestExchange.first(beginsByGet());
    return Optional.ofNullable(facts.challenges.getIfPresent(origin.base()))
        .map(remembered -> authenticate(first.relyingOn(remembered), remembered))
        .orElseGet(() -> new FollowUp.Send(first));
  }

  private boolean beginsByGet() {
    return purpose == Purpose.CONTENT || facts.headUnreliable.getIfPresent(origin.host()) != null;
  }

  private FollowUp authenticate(ManifestExchange exchange, Challenge challenge) {
    Optional<NextStep.End> before = exchange.failedBefore(challenge);
    if (before.isPresent()) {
      return exchange.end(before.get(), "");
    }
    return switch (context.answer(reference.path(), challenge)) {
      case Outcome.Authorized with -> exchange.authorized(challenge, with.authorization());
      case Outcome.LoginMissing _ ->
          exchange.notAuthorized(
              challenge, new NextStep.Refused(Unavailable.of(Reason.PRIVATE_OR_ABSENT)));
      case Outcome.RealmRefused realm ->
          exchange.notAuthorized(challenge, Classification.realmRefused(realm.detail()));
      case Outcome.TokenMissing(Reply reply) ->
          exchange.notAuthorized(challenge, tokenMissing(reply));
    };
  }

  private NextStep.End tokenMissing(Reply reply) {
    return switch (reply) {
      case Reply.Failure failure -> Classification.failure(failure);
      case Reply.Response response -> {
        pauseAfterServerError(response);
        yield Classification.token(
            origin.host(), context.credential().isPresent(), response, context.now());
      }
    };
  }

  private void pauseAfterServerError(Reply.Response response) {
    RetryAfter.ofServerError(response.status(), response.header("retry-after"), context.now())
        .ifPresent(context.permit()::pause);
  }

  private FollowUp send(ManifestExchange exchange) {
    Map<String, String> headers = new HashMap<>(exchange.authorization().headers());
    headers.put("Accept", ACCEPT);
    HttpCall call =
        exchange.byGet()
            ? HttpCall.get(manifest, headers).bodyLimit(MANIFEST_LIMIT + 1)
            : HttpCall.head(manifest, headers);
    return context.follow(
        call,
        reply ->
            switch (reply) {
              case Reply.Failure failure ->
                  retries.again(failure)
                      ? new FollowUp.Send(exchange)
                      : exchange.end(Classification.failure(failure), "");
              case Reply.Response response -> answered(exchange, response);
            });
  }

  private FollowUp answered(ManifestExchange exchange, Reply.Response response) {
    // A refusal that a GET has confirmed lately is not asked away again.
    boolean known = facts.confirmed.getIfPresent(question) != null;
    if (retries.again(response.status())
        || (retries.more() && !known && exchange.isRefusedForNow(response))) {
      return new FollowUp.Send(exchange);
    }
    pauseAfterServerError(response);
    ManifestAnswer answer =
        new ManifestAnswer(
            origin.host(),
            exchange.authorization().kind(),
            exchange.byGet(),
            response,
            reference.digest(),
            purpose,
            exchange.headStatus());
    FollowUp next =
        exchange.followUp(
            response,
            Classification.manifest(answer, context.now()),
            origin.host(),
            Optional.ofNullable(facts.confirmed.getIfPresent(question)));
    return next instanceof FollowUp.End end ? ended(exchange, end, answer) : next;
  }

  private FollowUp ended(ManifestExchange exchange, FollowUp.End end, ManifestAnswer answer) {
    boolean found = ContentCheck.isThere(end.step());
    int head = exchange.headStatus();
    boolean refused = found && purpose == Purpose.RESOLVE_BY_HEAD && head >= 400 && head != 405;
    NextStep.End step =
        refused ? Classification.headRefused(head) : new BaseCheck(context).settled(end.step());
    learnChallenge(exchange, answer.response().status());
    learnAnswer(exchange, step);
    if (purpose == Purpose.CONTENT && found) {
      content = Optional.of(content(end.body()));
    }
    Descriptor what = answer.isFound() ? ManifestFound.found(answer) : Descriptor.NONE;
    return new FollowUp.End(step, end.authorization(), "", what);
  }

  private FollowUp sporadic(Unavailable otherwise) {
    int count = facts.sporadic.asMap().merge(origin.base(), 1, Integer::sum);
    Verdict verdict =
        count >= SPORADIC_BELIEVED
            ? otherwise
            : new Verdict.Inconclusive(otherwise.reason(), SPORADIC_RETRY);
    return new FollowUp.End(new NextStep.Final(verdict), Authorization.NONE, "");
  }

  /// Forgets a token that was refused, for it may lack a right that is granted before it expires;
  /// remembers a challenge whose answer was accepted. A remembered one keeps its time, so that it
  /// is asked for anew when that is over.
  private void learnChallenge(ManifestExchange exchange, int status) {
    if (status == 401 || status == 403) {
      context.shared().tokens().drop(exchange.authorization());
    }
    if (status != 401 && !exchange.relying()) {
      exchange
          .challenge()
          .ifPresentOrElse(
              each -> facts.challenges.put(origin.base(), each),
              () -> facts.challenges.invalidate(origin.base()));
    }
  }

  private void learnAnswer(ManifestExchange exchange, NextStep.End step) {
    boolean found = step instanceof NextStep.Final(Verdict.Available _);
    if (found) {
      facts.sporadic.invalidate(origin.base());
      facts.confirmed.invalidate(question);
    }
    // A HEAD answered with 200 that merely lacked the media type is not a wrong one.
    boolean unreliable = purpose == Purpose.RESOLVE_BY_GET || exchange.headStatus() == 405;
    if (found && unreliable && exchange.headStatus() >= 400) {
      learnThatHeadIsUnreliable();
    } else if (exchange.headStatus() != 0 && !ManifestExchange.isInconclusive(step)) {
      facts.confirmed.put(question, new Confirmed(exchange.headStatus(), step));
    }
  }

  /// Where each GET counts as a pull, HEAD is only wrong by accident.
  private void learnThatHeadIsUnreliable() {
    if (!KnownRegistry.has(origin.host(), Quirk.GET_COUNTS_AS_PULL)) {
      facts.headUnreliable.put(origin.host(), true);
    }
  }
}
