package io.pullcheck.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Whether the parts live without which the program only seems to run: it would go on serving the
/// verdicts of the past.
///
/// @param registries whether the client for registries can send requests
/// @param scheduler since the last run of what is done every second
/// @param checker since the checker last looked what is due
/// @param informers since the thread last ran that restarts informers
/// @param checkPeriod how often the checker looks: `--check-period`
record VitalSigns(
    boolean registries,
    Duration scheduler,
    Duration checker,
    Duration informers,
    Duration checkPeriod) {

  // A process that is starved of CPU, or was stopped for a while, is not dead.
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PERIODS = 5;

  /// What is dead, a short line each; empty if all live.
  List<String> dead() {
    Duration periods = PATIENCE.plus(checkPeriod.multipliedBy(PERIODS));
    List<String> dead = new ArrayList<>();
    if (!registries) {
      dead.add("the client for registries is closed");
    }
    add(dead, "the scheduler", scheduler, PATIENCE);
    add(dead, "the checker", checker, periods);
    add(dead, "the informers' scheduler", informers, PATIENCE);
    return dead;
  }

  private static void add(List<String> dead, String part, Duration age, Duration limit) {
    if (age.compareTo(limit) > 0) {
      dead.add(part + " has not run for " + age.toSeconds() + " s");
    }
  }
}
