package io.pullcheck.serve;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// Where the parts do their work.
///
/// @param checks for everything that blocks: a virtual thread each
/// @param scheduler one thread for what is done again and again, which must not block
/// @param pulse beats every second while the scheduler lives
record Threads(ExecutorService checks, ScheduledExecutorService scheduler, Pulse pulse) {

  static Threads open() {
    return new Threads(
        Executors.newVirtualThreadPerTaskExecutor(),
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scheduler").factory()),
        new Pulse());
  }
}
