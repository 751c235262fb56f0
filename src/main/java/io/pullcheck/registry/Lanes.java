package io.pullcheck.registry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// One lane a registry host. Whoever may create workloads names the hosts, so that idle lanes are
/// given up when there are many: those first whose hosts do not answer.
final class Lanes {

  private static final int MANY = 1_000;
  private static final int TOO_MANY = 10_000;

  private final Function<String, HostSettings> settings;
  private final LongSupplier nanoTime;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();

  Lanes(Function<String, HostSettings> settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  synchronized Lane of(String host) {
    if (lanes.size() >= MANY && !lanes.containsKey(host)) {
      boolean tooMany = lanes.size() >= TOO_MANY;
      lanes.values().removeIf(lane -> (tooMany || !lane.answers()) && lane.idle());
    }
    return lanes.computeIfAbsent(host, _ -> new Lane(settings.apply(host), nanoTime));
  }

  /// The settings have changed.
  synchronized void configure() {
    lanes.forEach((host, lane) -> lane.configure(settings.apply(host)));
  }

  /// The hosts that have been asked for, and how each is treated.
  synchronized Map<String, LaneStatus> status() {
    Map<String, LaneStatus> all = new HashMap<>();
    lanes.forEach((host, lane) -> all.put(host, lane.status()));
    return all;
  }
}
