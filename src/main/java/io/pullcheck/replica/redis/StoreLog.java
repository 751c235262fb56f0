package io.pullcheck.replica.redis;

import io.pullcheck.model.PrintableText;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once that the store is not used, and why, and once that it is again. Safe for use by many
/// threads.
final class StoreLog {

  /// What does not work.
  enum Part {
    CONNECTION,
    READING,
    WRITING
  }

  private static final Logger log = LoggerFactory.getLogger(StoreLog.class);
  private static final int LONGEST = 300;

  private final Set<Part> away = EnumSet.noneOf(Part.class);

  /// @param problem from the client's exception
  synchronized void away(Part part, String problem) {
    if (away.isEmpty()) {
      log.atWarn()
          .addKeyValue("problem", problem)
          .log("verdict store is not used, checks go on without it");
    }
    away.add(part);
  }

  synchronized void back(Part part) {
    if (away.remove(part) && away.isEmpty()) {
      log.atInfo().log("verdict store is used again");
    }
  }

  synchronized boolean isBack() {
    return away.isEmpty();
  }

  /// What the client says, with the cause that it usually hides.
  static String words(Throwable problem) {
    String message = String.valueOf(problem.getMessage());
    Throwable cause = problem.getCause();
    String all = cause == null ? message : message + ": " + cause.getMessage();
    return PrintableText.of(all, LONGEST);
  }
}
