package io.pullcheck.registry;

import io.pullcheck.image.Candidates;
import io.pullcheck.image.Credential;
import io.pullcheck.image.ImageReference;
import io.pullcheck.image.Keyring;
import io.pullcheck.image.PullAttempt;
import io.pullcheck.image.Reason;
import io.pullcheck.image.State;
import io.pullcheck.image.Urgency;
import io.pullcheck.image.Verdict;
import io.pullcheck.image.Verdict.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Checks images against their registries: a lane a host, mirrors first, one credential after the
/// other.
public final class RegistryClient implements Registry, AutoCloseable {

  private final Transport transport;
  private final TlsProfiles tls;
  private final ManifestCheck.Shared shared;
  private final RegistryObserver observer;
  private final Duration checkTimeout;
  private final Lanes lanes;
  private volatile RegistrySettings settings;

  /// @param access the addresses, proxies, CAs and names by which registries are reached
  /// @param checkTimeout the longest that one check may take: `--check-timeout`
  public RegistryClient(
      RegistryAccess access,
      RegistrySettings settings,
      Duration checkTimeout,
      RegistryObserver observer,
      InstantSource clock) {
    this.settings = settings;
    this.observer = observer;
    this.checkTimeout = checkTimeout;
    this.tls =
        new TlsProfiles(
            host ->
                TlsProfiles.trust(
                    settingsOf(host),
                    access.certificateAuthorities(),
                    this.settings.skipVerification()));
    this.transport = access.transport(tls);
    Requests requests = new Requests(transport, observer);
    this.shared =
        new ManifestCheck.Shared(
            requests, new Tokens(new TokenServer(requests, clock), clock), new Memory(), clock);
    this.lanes = new Lanes(this::settingsOf, System::nanoTime);
  }

  /// From now on registries are spoken to like this; CAs are read from their files again.
  public void configure(RegistrySettings changed) {
    settings = changed;
    tls.reload();
    lanes.configure();
  }

  /// The registry hosts that have been asked, each with how long it is still to be left alone; zero
  /// if it is not.
  public Map<String, Duration> pauses() {
    return lanes.pauses();
  }

  // A connection's target has its port also where the reference leaves it out.
  private HostSettings settingsOf(String host) {
    HostSettings exact = settings.of(host);
    boolean standard = host.endsWith(":443") && !settings.hosts().containsKey(host);
    return standard ? settings.of(host.substring(0, host.length() - ":443".length())) : exact;
  }

  @Override
  public Verdict check(PullAttempt attempt, Keyring keyring, Urgency urgency) {
    if (attempt.candidates().trouble().equals(Optional.of(Reason.CREDENTIALS_UNUSABLE))) {
      return Unavailable.of(Reason.CREDENTIALS_UNUSABLE);
    }
    Lane lane = lanes.of(attempt.reference().host());
    try {
      Optional<Verdict> without = lane.enter(urgency);
      return without.isPresent() ? without.get() : inLane(attempt, keyring, lane);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unavailable(State.REGISTRY_UNAVAILABLE, Reason.TIMEOUT, "interrupted");
    }
  }

  private Verdict inLane(PullAttempt attempt, Keyring keyring, Lane lane) {
    long begun = System.nanoTime();
    Verdict verdict = Unavailable.of(Reason.UNEXPECTED_RESPONSE);
    try {
      verdict = new Pulling(attempt, keyring, Deadline.in(checkTimeout), lane).verdict();
    } finally {
      lane.leave(verdict);
      observer.checkDone(attempt.reference().host(), Duration.ofNanos(System.nanoTime() - begun));
    }
    return verdict;
  }

  @Override
  public void close() {
    transport.close();
  }

  /// One check, inside its lane.
  private final class Pulling {
    private final ImageReference reference;
    private final Candidates candidates;
    private final Keyring keyring;
    private final Deadline deadline;
    private final Lane lane;
    private final HostSettings of;

    Pulling(PullAttempt attempt, Keyring keyring, Deadline deadline, Lane lane) {
      this.reference = attempt.reference();
      this.candidates = attempt.candidates();
      this.keyring = keyring;
      this.deadline = deadline;
      this.lane = lane;
      this.of = settingsOf(reference.host());
    }

    Verdict verdict() {
      List<Verdict> fromMirrors = new ArrayList<>();
      for (String mirror : of.mirrors()) {
        Verdict verdict = fromMirror(mirror);
        if (verdict instanceof Verdict.Available) {
          return verdict;
        }
        fromMirrors.add(verdict);
      }
      Verdict origin =
          withTrouble(
              ask(
                  candidates,
                  scheme -> Origin.of(reference, scheme, of),
                  reference.host(),
                  deadline));
      return Credentials.mostTelling(origin, fromMirrors);
    }

    private Verdict fromMirror(String mirror) {
      int slash = mirror.indexOf('/');
      String host = slash < 0 ? mirror : mirror.substring(0, slash);
      HostSettings own = settingsOf(host);
      ImageReference there =
          new ImageReference(host, reference.path(), reference.tag(), reference.digest());
      return ask(
          keyring.candidates(there),
          scheme -> Origin.mirror(mirror, reference, scheme, of, own),
          host,
          deadline.half());
    }

    /// HTTPS, or HTTP where that is configured or found to be spoken and allowed.
    private Verdict ask(
        Candidates from, Function<String, Origin> origin, String host, Deadline by) {
      HostSettings there = settingsOf(host);
      boolean mayFallBack = settings.allowPlainHttp() || isLocal(host);
      boolean plain =
          there.plainHttp() || (mayFallBack && shared.memory().plainHttp.get(host).isPresent());
      Verdict verdict = each(from, origin.apply(plain ? "http" : "https"), by);
      if (plain || !mayFallBack || !speaksNoTls(verdict)) {
        // What does not answer by HTTP any more may speak TLS by now.
        if (plain && speaksNoTls(verdict)) {
          shared.memory().plainHttp.remove(host);
        }
        return verdict;
      }
      Verdict overHttp = each(from, origin.apply("http"), by);
      if (overHttp instanceof Unavailable unavailable
          && unavailable.state() == State.REGISTRY_UNAVAILABLE) {
        return verdict;
      }
      shared.memory().plainHttp.put(host, true);
      return overHttp;
    }

    private Verdict each(Candidates from, Origin origin, Deadline by) {
      List<Optional<Credential>> tries =
          from.inOrder().isEmpty()
              ? List.of(Optional.empty())
              : from.inOrder().stream()
                  .map(each -> Optional.of(each).filter(login -> !login.anonymous()))
                  .toList();
      return Credentials.firstThatWorks(
          tries,
          credential -> new ManifestCheck(shared, origin, reference, credential, by, lane).run());
    }

    /// What went wrong on the way to the credentials is the reason, if the registry then refuses.
    private Verdict withTrouble(Verdict verdict) {
      boolean refused =
          verdict instanceof Unavailable unavailable
              && (unavailable.state() == State.AUTHENTICATION_FAILURE
                  || unavailable.state() == State.AUTHORIZATION_FAILURE);
      return refused ? candidates.trouble().<Verdict>map(Unavailable::of).orElse(verdict) : verdict;
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
}
