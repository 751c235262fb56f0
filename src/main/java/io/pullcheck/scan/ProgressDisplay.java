package io.pullcheck.scan;

import io.pullcheck.registry.limit.HostGateStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// Keeps a [ProgressLine] up to date on a terminal until it is closed, and then leaves no trace of
/// it.
public final class ProgressDisplay implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final String CLEAR = "\r\u001B[K";

  private final PrintWriter terminal;
  private final Thread thread;
  private boolean closed;

  private ProgressDisplay(PrintWriter terminal, Runnable draw) {
    this.terminal = terminal;
    this.thread = Thread.ofVirtual().name("progress").start(() -> loop(draw));
  }

  /// Starts to show how far the scan is.
  ///
  /// @param gates the state of each registry host
  public static ProgressDisplay start(
      PrintWriter terminal, int width, Scan scan, Supplier<Map<String, HostGateStatus>> gates) {
    ProgressLine line = new ProgressLine(width);
    long begun = System.nanoTime();
    return new ProgressDisplay(
        terminal,
        () -> {
          Duration since = Duration.ofNanos(System.nanoTime() - begun);
          terminal.print(CLEAR + line.of(scan.progress(), gates.get(), since));
          terminal.flush();
        });
  }

  private static void loop(Runnable draw) {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        draw.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// May be called by several threads: nothing is drawn any more when it returns.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    terminal.print(CLEAR);
    terminal.flush();
  }
}
