package io.pullcheck.registry;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.auth.TokenServer;
import io.pullcheck.registry.auth.Tokens;
import io.pullcheck.registry.http.Deadline;
import io.pullcheck.registry.http.NameLookups;
import io.pullcheck.registry.http.RegistryAccess;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.registry.http.Requests;
import io.pullcheck.registry.http.TlsProfiles;
import io.pullcheck.registry.http.Transport;
import io.pullcheck.registry.limit.HostGate;
import io.pullcheck.registry.limit.HostGateStatus;
import io.pullcheck.registry.limit.HostGates;
import io.pullcheck.registry.limit.HostPermit;
import io.pullcheck.registry.limit.UnprovenHosts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/// Checks images against their registries: a lane a host, mirrors first, one credential after the
/// other.
public final class RegistryClient implements Registry, AutoCloseable {

  // Of a check that did not end, which says nothing about the host.
  private static final Verdict INTERRUPTED =
      new Verdict.Inconclusive(Reason.UNEXPECTED_RESPONSE, Duration.ofSeconds(1));

  private static final String HTTPS_PORT = ":443";

  private final Transport transport;
  private final TlsProfiles tls;
  private final ManifestCheck.Shared shared;
  private final RegistryObserver observer;
  private final Duration checkTimeout;
  private final HostGates lanes;
  private final UnprovenHosts strangers = new UnprovenHosts();
  private final NameLookups lookups;
  private volatile RegistrySettings settings;

  /// @param access the addresses, proxies, CAs and names by which registries are reached
  /// @param checkTimeout the longest that one check may take: `--check-timeout`
  public RegistryClient(
      RegistryAccess access,
      RegistrySettings settings,
      Duration checkTimeout,
      RegistryObserver observer,
      InstantSource clock) {
    this(access, SystemDefaultDnsResolver.INSTANCE, settings, checkTimeout, observer, clock);
  }

  /// @param names resolves without looking at what may be connected to
  RegistryClient(
      RegistryAccess access,
      DnsResolver names,
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
    this.lookups = new NameLookups(names);
    this.transport = access.transport(tls, lookups);
    Requests requests = new Requests(transport, observer);
    this.shared =
        new ManifestCheck.Shared(
            requests,
            new Tokens(new TokenServer(requests, clock), clock),
            new RegistryFacts(),
            clock);
    this.lanes = new HostGates(this::settingsOf, System::nanoTime);
  }

  /// From now on registries are spoken to like this; CAs are read from their files again.
  public void configure(RegistrySettings changed) {
    settings = changed;
    tls.reload();
    lanes.configure();
  }

  /// The registry hosts that have been asked, and how each is treated.
  public Map<String, HostGateStatus> lanes() {
    return lanes.status();
  }

  HostSettings settingsOf(String host) {
    return settings.of(name(host));
  }

  /// The name under which a host has its settings and its lane, however it is written: a
  /// connection's target has its port also where the reference leaves it out.
  private String name(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean standard = name.endsWith(HTTPS_PORT) && !settings.hosts().containsKey(name);
    return standard ? name.substring(0, name.length() - HTTPS_PORT.length()) : name;
  }

  @Override
  public Verdict check(PullAttempt attempt, Keyring keyring, Urgency urgency) {
    if (attempt.candidates().trouble().equals(Optional.of(Reason.CREDENTIALS_UNUSABLE))) {
      return Unavailable.of(Reason.CREDENTIALS_UNUSABLE);
    }
    try {
      return new ImageCheck(this, attempt, keyring, urgency).verdict();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unavailable(State.REGISTRY_UNAVAILABLE, Reason.TIMEOUT, "interrupted");
    }
  }

  ManifestCheck.Shared shared() {
    return shared;
  }

  RegistrySettings settings() {
    return settings;
  }

  Duration checkTimeout() {
    return checkTimeout;
  }

  /// Asks a host something, in its lane.
  ///
  /// @param within how long it may take from when the lane lets it in
  Verdict inLane(
      String host, Urgency urgency, Duration within, Function<HostPermit, Verdict> question)
      throws InterruptedException {
    HostGate lane = lanes.of(name(host));
    Optional<Verdict> without = lane.enter(urgency);
    if (without.isPresent()) {
      return without.get();
    }
    Verdict verdict = INTERRUPTED;
    try {
      verdict = strangers.ask(lane, () -> visit(lane, host, within, question));
    } finally {
      lane.leave(verdict);
    }
    return verdict;
  }

  private Verdict visit(
      HostGate lane, String host, Duration within, Function<HostPermit, Verdict> question) {
    HostPermit visit = new HostPermit(lane, Deadline.in(within));
    try {
      return question.apply(visit);
    } finally {
      observer.checkDone(host, visit.age());
    }
  }

  @Override
  public void close() {
    transport.close();
    lookups.close();
  }
}
