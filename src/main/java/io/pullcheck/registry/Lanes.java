package io.pullcheck.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// One lane a registry host. Whoever may create workloads names the hosts, so that idle lanes are
/// given up when there are many.
final class Lanes {

  private static final int MANY = 1000;

  private final Function<String, HostSettings> settings;
  private final LongSupplier nanoTime;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();

  Lanes(Function<String, HostSettings> settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  synchronized Lane of(String host) {
    if (lanes.size() >= MANY && !lanes.containsKey(host)) {
      lanes.values().removeIf(Lane::idle);
    }
    return lanes.computeIfAbsent(host, _ -> new Lane(settings.apply(host), nanoTime));
  }

  /// The settings have changed.
  synchronized void configure() {
    lanes.forEach((host, lane) -> lane.configure(settings.apply(host)));
  }

  /// The hosts that have been asked for, each with how long it is still to be left alone; zero if
  /// it is not.
  synchronized Map<String, Duration> pauses() {
    Map<String, Duration> pauses = new HashMap<>();
    lanes.forEach((host, lane) -> pauses.put(host, lane.paused()));
    return pauses;
  }
}
