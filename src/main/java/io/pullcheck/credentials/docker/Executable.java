package io.pullcheck.credentials.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program that reads a request from its standard input and writes an answer to its standard
/// output: a credential helper or a credential provider plugin.
///
/// @param environment added to the environment of Pullcheck's own process
/// @param timeout for waiting for a place and for running: after it the program is killed, with all
///   processes that it has started
/// @param places how many such programs may run at a time, those of other executables included
public record Executable(
    List<String> command, Map<String, String> environment, Duration timeout, Semaphore places) {

  /// Each process takes some megabytes, and users choose for how many registries one runs.
  private static final int MOST_AT_A_TIME = 8;

  /// In bytes; the rest is not read.
  private static final int LONGEST_OUTPUT = 1 << 20;

  /// The outcome of one run.
  public sealed interface Outcome {
    /// The program ended by itself.
    ///
    /// @param output what it wrote to its standard output, which may hold secrets
    /// @param errors what it wrote to its standard error
    record Exited(int status, String output, String errors) implements Outcome {}

    /// The program could not be started, or did not end in time.
    ///
    /// @param why completes the sentence "the program …"
    record Failed(String why) implements Outcome {}
  }

  public Executable {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /// The places that all executables of one source should share.
  public static Semaphore newPlaces() {
    return new Semaphore(MOST_AT_A_TIME, true);
  }

  /// Runs the program once; blocks until there is a place for it and it has ended.
  public Outcome run(String input) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (!places.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return new Outcome.Failed(
          "could not be started within " + timeout.toSeconds() + " s: too many others run");
    }
    try {
      return run(input, deadline);
    } finally {
      places.release();
    }
  }

  private Outcome run(String input, long deadline) throws InterruptedException {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        return converse(process, input, deadline);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException | IllegalArgumentException e) {
      return new Outcome.Failed("could not be started: " + e.getMessage());
    }
  }

  private Outcome converse(Process process, String input, long deadline)
      throws InterruptedException {
    CompletableFuture<String> output = reading(process.getInputStream());
    CompletableFuture<String> errors = reading(process.getErrorStream());
    write(process, input);
    try {
      // The program's children have these streams too: they end when the last one has closed them.
      String answer = output.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      String complaint = errors.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return new Outcome.Exited(process.exitValue(), answer, complaint);
      }
    } catch (TimeoutException e) {
      // The return below says so, also for a program that closed its streams and did not end.
    } catch (ExecutionException e) {
      return new Outcome.Failed("could not be read from");
    }
    return new Outcome.Failed("did not end within " + timeout.toSeconds() + " s");
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  // A program need not read its request, and may have ended before.
  private static void write(Process process, String input) {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // If the program missed something, its answer or its exit status says so.
    }
  }
}
