package io.pullcheck.registry.limit;

import io.pullcheck.config.HostSettings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// One lane a registry host. Whoever may create workloads names the hosts, so that idle lanes are
/// given up when there are many: those first whose hosts do not answer.
public final class HostGates {

  private static final int MANY = 1_000;
  private static final int TOO_MANY = 10_000;

  private final Function<String, HostSettings> settings;
  private final LongSupplier nanoTime;
  private final Map<String, HostGate> lanes = new LinkedHashMap<>();

  public HostGates(Function<String, HostSettings> settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  public synchronized HostGate of(String host) {
    if (lanes.size() >= MANY && !lanes.containsKey(host)) {
      boolean tooMany = lanes.size() >= TOO_MANY;
      lanes.values().removeIf(lane -> (tooMany || !lane.answers()) && lane.idle());
    }
    return lanes.computeIfAbsent(host, _ -> new HostGate(settings.apply(host), nanoTime));
  }

  /// The settings have changed.
  public synchronized void configure() {
    lanes.forEach((host, lane) -> lane.configure(settings.apply(host)));
  }

  /// The hosts that have been asked for, and how each is treated.
  public synchronized Map<String, HostGateStatus> status() {
    Map<String, HostGateStatus> all = new HashMap<>();
    lanes.forEach((host, lane) -> all.put(host, lane.status()));
    return all;
  }
}
