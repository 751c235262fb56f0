package io.pullcheck.checker;

import io.pullcheck.testing.TestingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// A timer that runs with a clock that is moved by hand.
final class TestingTimer implements Checker.Timer {

  private record Task(Instant at, long number, Runnable work) {}

  private final TestingClock clock;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::number));
  private long number;

  TestingTimer(TestingClock clock) {
    this.clock = clock;
  }

  @Override
  public void after(Duration delay, Runnable work) {
    tasks.add(new Task(clock.instant().plus(delay), number++, work));
  }

  /// Moves the clock, from task to task, and runs what is due on the way.
  void advance(Duration by) {
    Instant end = clock.instant().plus(by);
    while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
      Task task = tasks.remove();
      if (task.at().isAfter(clock.instant())) {
        clock.set(task.at());
      }
      task.work().run();
    }
    clock.set(end);
  }

  void runDue() {
    advance(Duration.ZERO);
  }

  boolean isIdle() {
    return tasks.isEmpty();
  }
}
