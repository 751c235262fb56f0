package io.pullcheck.registry.limit;

import java.time.Duration;

/// The state of one registry host's gate.
///
/// @param paused what is left of the pause that the host asked for; zero if there is none
/// @param circuitOpen the host does not answer, and only one check at a time probes it
/// @param requestsPerSecond the rate of the moment, which is below the configured one for a while
///   after the host said that it got too many requests; infinite where there is no limit
public record HostGateStatus(Duration paused, boolean circuitOpen, double requestsPerSecond) {}
