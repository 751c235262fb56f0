package io.pullcheck.workload;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an object says about how much of it runs.
record Activity(Spec spec, Status status) {

  record Spec(@Nullable Integer replicas, @Nullable Boolean suspend) {}

  record Status(
      @Nullable Integer desiredNumberScheduled, String phase, List<Condition> conditions) {}

  record Condition(String type, String status) {

    private static final Set<String> FINISHED = Set.of("Complete", "Failed");

    private boolean finishes() {
      return FINISHED.contains(type) && status.equals("True");
    }
  }

  private static final Set<String> FINISHED_PHASES = Set.of("Succeeded", "Failed");

  // An object that does not say has one replica: the API server fills that in.
  boolean scaledToZero() {
    return spec.replicas != null && spec.replicas == 0;
  }

  /// How many pods it wants, unless it is idle: at least one.
  int replicas() {
    @Nullable Integer wanted =
        spec.replicas != null ? spec.replicas : status.desiredNumberScheduled;
    return wanted == null ? 1 : Math.max(1, wanted);
  }

  boolean suspended() {
    return Boolean.TRUE.equals(spec.suspend);
  }

  boolean nothingScheduled() {
    return status.desiredNumberScheduled == null || status.desiredNumberScheduled <= 0;
  }

  boolean pending() {
    return status.phase.equals("Pending");
  }

  boolean finished() {
    return FINISHED_PHASES.contains(status.phase)
        || status.conditions.stream().anyMatch(Condition::finishes);
  }
}
