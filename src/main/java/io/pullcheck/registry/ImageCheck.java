package io.pullcheck.registry;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.http.Proxies;
import io.pullcheck.registry.http.Transport;
import io.pullcheck.registry.limit.HostPermit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One check: mirrors first, each in its own lane, then the registry itself; one credential after
/// the other.
final class ImageCheck {

  private final RegistryClient client;
  private final ManifestCheck.Shared shared;
  private final PullAttempt attempt;
  private final ImageReference reference;
  private final Keyring keyring;
  private final Urgency urgency;
  private final HostSettings of;
  private final Verification verification;
  // Of the time for the whole check, waiting for lanes not counted.
  private Duration left;

  ImageCheck(RegistryClient client, PullAttempt attempt, Keyring keyring, Urgency urgency) {
    this.client = client;
    this.shared = client.shared();
    this.attempt = attempt;
    this.reference = attempt.reference();
    this.keyring = keyring;
    this.urgency = urgency;
    this.of = client.settingsOf(reference.host());
    this.verification = of.verification().orElse(client.settings().verification());
    this.left = client.checkTimeout();
  }

  Verdict verdict() throws InterruptedException {
    List<Verdict> fromMirrors = new ArrayList<>();
    for (String mirror : of.mirrors()) {
      Verdict verdict = fromMirror(mirror);
      if (verdict instanceof Verdict.Available) {
        return verdict;
      }
      fromMirrors.add(verdict);
    }
    Verdict origin =
        ask(
            attempt.candidates(),
            scheme -> Origin.of(reference, scheme, of),
            reference.host(),
            left);
    return VerdictMerge.mostTelling(withTrouble(origin), fromMirrors);
  }

  private Verdict fromMirror(String mirror) throws InterruptedException {
    int slash = mirror.indexOf('/');
    String host = slash < 0 ? mirror : mirror.substring(0, slash);
    HostSettings own = client.settingsOf(host);
    ImageReference there =
        new ImageReference(host, reference.path(), reference.tag(), reference.digest());
    return ask(
        keyring.candidates(there),
        scheme -> Origin.mirror(mirror, reference, scheme, of, own),
        host,
        left.dividedBy(2));
  }

  private Verdict ask(
      Candidates from, Function<String, Origin> origin, String host, Duration within)
      throws InterruptedException {
    return client.inLane(
        host,
        urgency,
        within,
        visit -> {
          Verdict verdict = byScheme(from, origin, host, visit);
          left = left.minus(visit.age());
          return verdict;
        });
  }

  /// HTTPS, or HTTP where that is configured or found to be spoken and allowed.
  private Verdict byScheme(
      Candidates from, Function<String, Origin> origin, String host, HostPermit visit) {
    HostSettings there = client.settingsOf(host);
    boolean mayFallBack = client.settings().allowPlainHttp() || isLocal(host);
    boolean plain =
        there.plainHttp() || (mayFallBack && shared.memory().plainHttp.get(host).isPresent());
    Verdict verdict = each(from, origin.apply(plain ? "http" : "https"), visit);
    if (plain || !mayFallBack || !speaksNoTls(verdict)) {
      // What does not answer by HTTP any more may speak TLS by now.
      if (plain && speaksNoTls(verdict)) {
        shared.memory().plainHttp.remove(host);
      }
      return verdict;
    }
    Verdict overHttp = each(from, origin.apply("http"), visit);
    if (overHttp instanceof Unavailable unavailable
        && unavailable.state() == State.REGISTRY_UNAVAILABLE) {
      return verdict;
    }
    shared.memory().plainHttp.put(host, true);
    return overHttp;
  }

  private Verdict each(Candidates from, Origin origin, HostPermit visit) {
    List<Optional<Credential>> tries =
        from.inOrder().isEmpty()
            ? List.of(Optional.empty())
            : from.inOrder().stream()
                .map(each -> Optional.of(each).filter(login -> !login.anonymous()))
                .toList();
    return VerdictMerge.firstThatWorks(
        tries, credential -> image(new RequestContext(shared, origin, credential, visit)));
  }

  private NextStep image(RequestContext asking) {
    ManifestCheck check = new ManifestCheck(asking, reference);
    NextStep ruling = check.run();
    return switch (verification) {
      case MANIFEST -> ruling;
      case PLATFORM, LAYERS ->
          ruling instanceof NextStep.Final(Verdict.Available found)
              ? new ContentCheck(asking, verification, attempt.platforms())
                  .missing(reference, found.digest(), check.authorization())
                  .orElse(ruling)
              : ruling;
    };
  }

  /// What went wrong on the way to the credentials is the reason, if the registry then refuses.
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
            || (unavailable.reason() == Reason.TLS
                && unavailable.detail().equals(Transport.NO_TLS)));
  }

  // As in containerd's resolver.
  private static boolean isLocal(String host) {
    String name = host.replaceFirst(":[0-9]+$", "");
    return name.equals("localhost")
        || Proxies.literal(name).filter(address -> address.isLoopbackAddress()).isPresent();
  }
}
