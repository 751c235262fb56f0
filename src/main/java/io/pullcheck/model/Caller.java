package io.pullcheck.model;

import java.util.Objects;

/// On whose behalf a registry is asked. Turns are shared out by namespace, so that a flood of one
/// delays that one alone.
///
/// @param namespace of the workload; empty where there is no cluster
/// @param urgency who waits for the check
public record Caller(String namespace, Urgency urgency) {

  public Caller {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(urgency, "urgency");
  }
}
