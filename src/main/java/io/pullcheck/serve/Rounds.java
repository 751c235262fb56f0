package io.pullcheck.serve;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that an executor repeats, and that goes on whatever one round throws: an executor runs what
/// has thrown no more. A failure is logged when it begins, changes, or ends. For one thread at a
/// time.
final class Rounds implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final String name;
  private final Runnable round;
  private String failure = "";

  /// @param name for the log
  Rounds(String name, Runnable round) {
    this.name = name;
    this.round = round;
  }

  @Override
  public void run() {
    try {
      round.run();
      if (!failure.isEmpty()) {
        log.atInfo().addKeyValue("part", name).log("works again");
      }
      failure = "";
    } catch (RuntimeException e) {
      if (!e.toString().equals(failure)) {
        log.atError().addKeyValue("part", name).setCause(e).log("failed unexpectedly; it goes on");
      }
      failure = e.toString();
    }
  }
}
