package io.pullcheck.registry.limit;

import java.time.Duration;

/// How a registry host is treated at the moment.
///
/// @param paused how long it is still to be left alone, because it asked for that; zero if it is
///   not
/// @param circuitOpen it does not answer, and is only probed
/// @param requestsPerSecond how many it is sent at most: the configured rate, or on the way back to
///   that from a slower one; infinite where there is no limit
public record HostGateStatus(Duration paused, boolean circuitOpen, double requestsPerSecond) {}
