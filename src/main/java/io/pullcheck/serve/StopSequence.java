package io.pullcheck.serve;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The steps by which the program ends, in their order.
record StopSequence(List<Step> steps) {

  private static final Logger log = LoggerFactory.getLogger(StopSequence.class);

  StopSequence {
    steps = List.copyOf(steps);
  }

  /// Ends one part, or waits.
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /// @param part for the log
  record Step(String part, Action action) {}

  /// Runs all steps. One that fails is logged, and those after it run all the same.
  ///
  /// @return whether none has failed
  boolean run() {
    boolean clean = true;
    for (Step step : steps) {
      try {
        step.action().run();
      } catch (InterruptedException e) {
        // Only the wait is cut short: with the thread's flag set again, the steps after it would
        // fail.
        clean = false;
      } catch (Exception e) {
        log.atError().setCause(e).addKeyValue("part", step.part()).log("could not be stopped");
        clean = false;
      }
    }
    return clean;
  }
}
