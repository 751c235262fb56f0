package io.pullcheck.registry;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.Mirror;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Caller;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ManifestExchange.FollowUp;
import io.pullcheck.registry.content.Descriptor;
import io.pullcheck.registry.http.Deadline;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.limit.HostPermit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One check of an image: its mirrors first, each through the gate of its own host, then the
/// registry itself.
final class ImageCheck {

  private final RegistryClient client;
  private final RequestContext.Shared shared;
  private final PullAttempt attempt;
  private final ImageReference reference;
  private final Keyring keyring;
  private final Caller caller;
  private final HostSettings settings;
  private final Verification verification;
  // What is left of the time for the whole check. Waiting at gates does not count.
  private Duration left;
  // Whether the host asked last has answered with success, but not with a manifest.
  private boolean resolved;

  ImageCheck(RegistryClient client, PullAttempt attempt, Keyring keyring, Caller caller) {
    this.client = client;
    this.shared = client.shared();
    this.attempt = attempt;
    this.reference = attempt.reference();
    this.keyring = keyring;
    this.caller = caller;
    this.settings = client.settingsOf(reference.host());
    this.verification = settings.verify().orElse(client.settings().verification());
    this.left = client.checkTimeout();
  }

  Verdict verdict() throws InterruptedException {
    List<Verdict> fromMirrors = new ArrayList<>();
    for (Mirror mirror : settings.mirrors()) {
      if (!mirror.serves(reference.digest().isPresent())) {
        continue;
      }
      Verdict verdict = fromMirror(mirror);
      // A mirror that answers 200 is the one that a node stays with.
      if (verdict instanceof Verdict.Available || resolved) {
        return verdict;
      }
      fromMirrors.add(verdict);
    }
    if (!settings.fallback()) {
      return VerdictMerge.ofMirrors(fromMirrors);
    }
    Verdict origin =
        ask(
            attempt.candidates(),
            scheme -> Origin.of(reference, scheme, settings),
            settings,
            reference.host(),
            left);
    return VerdictMerge.mostTelling(withTrouble(origin), fromMirrors);
  }

  // A mirror gets half of the time that is left, so that the others and the registry have the rest.
  private Verdict fromMirror(Mirror mirror) throws InterruptedException {
    String host = mirror.host();
    HostSettings own = client.settings().of(mirror);
    ImageReference mirrored =
        new ImageReference(host, reference.path(), reference.tag(), reference.digest());
    return ask(
        keyring.candidates(mirrored),
        scheme -> Origin.mirror(mirror, reference, scheme, own),
        own,
        host,
        left.dividedBy(2));
  }

  private Verdict ask(
      Candidates candidates,
      Function<String, Origin> origin,
      HostSettings own,
      String host,
      Duration within)
      throws InterruptedException {
    return client.throughGate(
        host,
        caller,
        permit -> {
          Deadline deadline = Deadline.in(within);
          Verdict verdict =
              byScheme(
                  host, own, scheme -> ask(candidates, origin.apply(scheme), permit, deadline));
          left = left.minus(permit.age());
          return verdict;
        });
  }

  /// Asks by HTTPS; by HTTP where that is configured, or is allowed and found to be spoken.
  private Verdict byScheme(String host, HostSettings own, Function<String, Verdict> ask) {
    if (own.plainHttp()) {
      return ask.apply("http");
    }
    boolean mayFallBack = client.settings().allowPlainHttp() || Origin.isLocal(host);
    if (mayFallBack && shared.facts().plainHttp.getIfPresent(host) != null) {
      Verdict verdict = ask.apply("http");
      // A host that does not answer by HTTP any more may speak TLS by now.
      if (speaksNoTls(verdict)) {
        shared.facts().plainHttp.invalidate(host);
      }
      return verdict;
    }
    Verdict verdict = ask.apply("https");
    return mayFallBack && speaksNoTls(verdict) ? byHttp(host, ask, verdict) : verdict;
  }

  private Verdict byHttp(String host, Function<String, Verdict> ask, Verdict byHttps) {
    Verdict verdict = ask.apply("http");
    if (VerdictMerge.isSilence(verdict)) {
      return byHttps;
    }
    shared.facts().plainHttp.put(host, true);
    return verdict;
  }

  /// By a fallback to HTTP no login is sent: whoever makes the HTTPS port refuse would be given it.
  private Verdict ask(Candidates candidates, Origin origin, HostPermit permit, Deadline deadline) {
    if (origin.mayHaveLogins() || candidates.inOrder().isEmpty()) {
      return withEach(candidates, origin, permit, deadline);
    }
    Verdict anonymously = withEach(Candidates.ANONYMOUS, origin, permit, deadline);
    return anonymously instanceof Unavailable refused
            && refused.state() == State.AUTHENTICATION_FAILURE
        ? Unavailable.of(Reason.LOGIN_NEEDS_HTTPS)
        : anonymously;
  }

  private Verdict withEach(
      Candidates candidates, Origin origin, HostPermit permit, Deadline deadline) {
    List<Optional<Credential>> attempts =
        candidates.inOrder().isEmpty()
            ? List.of(Optional.empty())
            : candidates.inOrder().stream()
                .map(each -> Optional.of(each).filter(login -> !login.anonymous()))
                .toList();
    return VerdictMerge.firstThatWorks(
        attempts,
        credential -> image(new RequestContext(shared, origin, credential, permit, deadline)));
  }

  private NextStep.End image(RequestContext context) {
    FollowUp.End manifest =
        ManifestCheck.resolve(
            context, reference, attempt.runtime().orElse(client.settings().runtime()));
    resolved = !manifest.found().equals(Descriptor.NONE) && !ContentCheck.isThere(manifest.step());
    return switch (verification) {
      case MANIFEST -> manifest.step();
      case PLATFORM, LAYERS ->
          ContentCheck.isThere(manifest.step())
              ? new ContentCheck(context, verification, attempt)
                  .missing(reference, manifest)
                  .orElse(manifest.step())
              : manifest.step();
    };
  }

  /// If the registry refuses and a credential could not be found, the reason is why it could not.
  private Verdict withTrouble(Verdict verdict) {
    boolean refused =
        verdict instanceof Unavailable unavailable
            && (unavailable.state() == State.AUTHENTICATION_FAILURE
                || unavailable.state() == State.AUTHORIZATION_FAILURE);
    return refused
        ? attempt.candidates().trouble().<Verdict>map(Unavailable::of).orElse(verdict)
        : verdict;
  }

  private static boolean speaksNoTls(Verdict verdict) {
    return verdict instanceof Unavailable unavailable
        && (unavailable.reason() == Reason.CONNECT
            || (unavailable.reason() == Reason.TLS && unavailable.detail().endsWith(Reply.NO_TLS)));
  }
}
