package io.pullcheck.replica.redis;

import io.pullcheck.model.PrintableText;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once that the store is not used, and why, and once that it is again; also where it comes
/// and goes, as a cluster does of whose nodes one does not answer. Safe for use by many threads.
final class StoreLog {

  /// What does not work.
  enum Part {
    CONNECTION,
    READING,
    WRITING
  }

  private static final Logger log = LoggerFactory.getLogger(StoreLog.class);
  private static final int LONGEST = 300;
  // What is away again sooner has not come back.
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private final Set<Part> away = EnumSet.noneOf(Part.class);
  private boolean saidAway;
  private long wentAway;

  StoreLog() {
    this(System::nanoTime);
  }

  /// @param nanoTime the monotonic clock, in nanoseconds
  StoreLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// @param problem from the client's exception
  synchronized void away(Part part, String problem) {
    if (!saidAway) {
      saidAway = true;
      log.atWarn()
          .addKeyValue("problem", problem)
          .log("verdict store is not used, checks go on without it");
    }
    if (away.add(part)) {
      wentAway = nanoTime.getAsLong();
    }
  }

  synchronized void back(Part part) {
    if (away.remove(part)) {
      settle();
    }
  }

  /// Says what could not be said before. To be called every second.
  synchronized void settle() {
    if (saidAway && away.isEmpty() && nanoTime.getAsLong() - wentAway > QUIET.toNanos()) {
      saidAway = false;
      log.atInfo().log("verdict store is used again");
    }
  }

  synchronized boolean isBack() {
    return away.isEmpty();
  }

  /// What the client says, with the cause that it usually hides.
  static String words(Throwable problem) {
    Throwable outer = root(problem);
    Throwable cause = outer.getCause();
    String message = String.valueOf(outer.getMessage());
    return PrintableText.of(cause == null ? message : message + ": " + cause.getMessage(), LONGEST);
  }

  /// What a future has failed with, out of what futures put around it.
  static Throwable root(Throwable problem) {
    Throwable cause = problem.getCause();
    return problem instanceof CompletionException && cause != null ? root(cause) : problem;
  }
}
