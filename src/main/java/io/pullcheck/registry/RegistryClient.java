package io.pullcheck.registry;

import com.github.benmanes.caffeine.cache.Ticker;
import io.pullcheck.config.HeapShares;
import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.model.Caller;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.auth.Tokens;
import io.pullcheck.registry.http.BodyBudget;
import io.pullcheck.registry.http.RegistryAccess;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.registry.http.Requests;
import io.pullcheck.registry.http.SystemNames;
import io.pullcheck.registry.limit.HostGateStatus;
import io.pullcheck.registry.limit.HostGates;
import io.pullcheck.registry.limit.HostPermit;
import io.pullcheck.registry.limit.Places;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;

/// Checks images by asking their registries. Safe for several threads: a check blocks the one that
/// calls it.
public final class RegistryClient implements Registry, AutoCloseable {

  // A little less than the HTTP client has.
  private static final int CONNECTIONS = 960;
  private static final int CONNECTIONS_OF_A_NAMESPACE = 192;
  // With these it is not known what a node would send, or known that it would send nothing.
  private static final Set<Reason> HOPELESS = Set.of(Reason.CREDENTIALS_UNUSABLE, Reason.TOO_LARGE);

  private final Requests requests;
  private final RequestContext.Shared shared;
  private final RegistryObserver observer;
  private final Duration checkTimeout;
  private final HostGates gates;
  private volatile RegistrySettings settings;

  /// @param access the addresses, proxies, CAs and names by which registries are reached
  /// @param checkTimeout the longest that one check may take: `--check-timeout`
  public RegistryClient(
      RegistryAccess access,
      RegistrySettings settings,
      Duration checkTimeout,
      RegistryObserver observer,
      InstantSource clock) {
    this(access, new SystemNames(), settings, checkTimeout, observer, clock);
  }

  /// @param names resolves names; the addresses are checked afterwards
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
    HeapShares shares = HeapShares.ofThisProcess();
    this.requests = new Requests(access, names, this::settings, observer, new BodyBudget(shares));
    Ticker ticker = () -> nanos(clock.instant());
    this.gates = new HostGates(this::settingsOf, System::nanoTime);
    this.shared =
        new RequestContext.Shared(
            requests,
            new Tokens(ticker, shares.tokens()),
            new RegistryFacts(ticker, shares),
            clock,
            gates,
            new Places(CONNECTIONS, CONNECTIONS_OF_A_NAMESPACE),
            host -> settings().name(host));
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  /// Applies other settings to later checks, and reads the files with CAs again.
  public void configure(RegistrySettings changed) {
    settings = changed;
    requests.reloadAuthorities();
    gates.configure();
  }

  /// The state of every registry host that has been asked, by its name.
  public Map<String, HostGateStatus> gates() {
    return gates.status();
  }

  @Override
  public Verdict check(PullAttempt attempt, Keyring keyring, Caller caller) {
    Optional<Reason> trouble = attempt.candidates().trouble();
    if (trouble.filter(HOPELESS::contains).isPresent()) {
      return Unavailable.of(trouble.get());
    }
    try {
      return new ImageCheck(this, attempt, keyring, caller).verdict();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unavailable(State.REGISTRY_UNAVAILABLE, Reason.TIMEOUT, "interrupted");
    }
  }

  /// Whether requests can be sent. The HTTP client closes itself when an [Error] hits a request.
  public boolean isOpen() {
    return requests.isOpen();
  }

  RequestContext.Shared shared() {
    return shared;
  }

  RegistrySettings settings() {
    return settings;
  }

  HostSettings settingsOf(String host) {
    return settings.of(host);
  }

  Duration checkTimeout() {
    return checkTimeout;
  }

  /// Asks a host something once its gate admits that.
  Verdict throughGate(String host, Caller caller, Function<HostPermit, Verdict> question)
      throws InterruptedException {
    return gates.through(
        settings.name(host),
        caller,
        permit -> {
          try {
            return question.apply(permit);
          } finally {
            observer.checkDone(host, permit.age());
          }
        });
  }

  @Override
  public void close() {
    requests.close();
  }
}
