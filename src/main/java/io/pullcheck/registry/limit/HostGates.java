package io.pullcheck.registry.limit;

import io.pullcheck.config.HostSettings;
import io.pullcheck.model.Caller;
import io.pullcheck.model.KnownRegistry;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The gates of all registry hosts. Whoever may create a workload chooses the hosts, so that idle
/// gates are removed when there are many: first those whose hosts do not answer. Safe for several
/// threads.
public final class HostGates {

  private static final int MANY = 1_000;
  private static final int TOO_MANY = 10_000;
  // How many checks of unproven hosts run at a time, all hosts together, and of one namespace.
  private static final int UNPROVEN_AT_A_TIME = 64;
  private static final int UNPROVEN_OF_A_NAMESPACE = 16;
  // And of one host: those that a silent one holds are missing to all others.
  private static final int UNPROVEN_OF_A_HOST = 8;
  private static final int UNPROVEN_OF_A_HOST_AND_NAMESPACE = 4;
  // The outcome of a check that threw: it says nothing about the host.
  private static final Verdict UNFINISHED =
      new Verdict.Inconclusive(Reason.UNEXPECTED_RESPONSE, Duration.ofSeconds(1));

  private final Function<String, HostSettings> settings;
  private final LongSupplier nanoTime;
  private final Map<String, HostGate> gates = new LinkedHashMap<>();
  private final Places unproven = new Places(UNPROVEN_AT_A_TIME, UNPROVEN_OF_A_NAMESPACE);

  /// @param nanoTime the monotonic clock, in nanoseconds
  public HostGates(Function<String, HostSettings> settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /// Runs a check of one host when its gate admits it, and tells the gate of the outcome. Without a
  /// run, while the host is paused or its circuit is open, the outcome is that.
  ///
  /// An unproven host has not answered yet, or its circuit is open. A workload's author can name
  /// thousands of them, and each check would hold a connection, a name lookup and memory until its
  /// deadline. So all of them share a few places, of which a namespace has only a part, and no host
  /// that answers waits for one.
  public Verdict through(String host, Caller caller, Function<HostPermit, Verdict> check)
      throws InterruptedException {
    HostGate gate = of(host);
    Optional<Verdict> closed = gate.closed();
    if (closed.isPresent()) {
      return closed.get();
    }
    boolean proven = gate.answers() || KnownRegistry.isNamed(host);
    if (proven) {
      return admitted(gate, caller, Optional.empty(), check);
    }
    gate.unproven().acquire(caller);
    return admitted(gate, caller, Optional.of(gate.unproven()), check);
  }

  private static Verdict admitted(
      HostGate gate, Caller caller, Optional<Places> place, Function<HostPermit, Verdict> check)
      throws InterruptedException {
    Optional<HostPermit> permit = Optional.empty();
    Verdict verdict = UNFINISHED;
    try {
      Optional<Verdict> withoutAsking = gate.acquire(caller);
      if (withoutAsking.isPresent()) {
        return withoutAsking.get();
      }
      permit = Optional.of(new HostPermit(gate, place, caller));
      verdict = check.apply(permit.get());
      return verdict;
    } finally {
      if (permit.isPresent()) {
        permit.get().end(verdict);
      } else {
        place.ifPresent(places -> places.release(caller));
      }
    }
  }

  synchronized HostGate of(String host) {
    if (gates.size() >= MANY && !gates.containsKey(host)) {
      boolean tooMany = gates.size() >= TOO_MANY;
      gates.values().removeIf(gate -> (tooMany || !gate.answers()) && gate.idle());
    }
    return gates.computeIfAbsent(
        host,
        _ ->
            new HostGate(
                settings.apply(host),
                nanoTime,
                unproven.some(UNPROVEN_OF_A_HOST, UNPROVEN_OF_A_HOST_AND_NAMESPACE)));
  }

  /// Applies settings that have changed.
  public synchronized void configure() {
    gates.forEach((host, gate) -> gate.configure(settings.apply(host)));
  }

  /// The status of every host that has been asked, by its name.
  public synchronized Map<String, HostGateStatus> status() {
    Map<String, HostGateStatus> all = new HashMap<>();
    gates.forEach((host, gate) -> all.put(host, gate.status()));
    return all;
  }
}
