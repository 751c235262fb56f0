package io.pullcheck.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that a test has started. It ends with the test, or at the latest with the JVM.
public final class ChildProcess implements AutoCloseable {

  private static final int LONGEST_END = 30;

  private final List<String> command;
  private final Process process;
  private final Path output;

  private ChildProcess(List<String> command, Process process, Path output) {
    this.command = command;
    this.process = process;
    this.output = output;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  public static ChildProcess start(Map<String, String> environment, List<String> command)
      throws IOException {
    Path output = Files.createTempFile("child", ".log");
    output.toFile().deleteOnExit();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new ChildProcess(List.copyOf(command), builder.start(), output);
  }

  /// The program with its arguments.
  public List<String> command() {
    return command;
  }

  /// Everything that it has printed so far.
  public String output() throws IOException {
    return Files.readString(output);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Asks it to end (SIGTERM).
  public void terminate() {
    process.destroy();
  }

  /// Asks it to end as Ctrl-C does (SIGINT).
  public void interrupt() throws IOException {
    Command.Result sent = Command.run(Map.of(), "", List.of("kill", "-INT", Long.toString(pid())));
    if (sent.exit() != 0) {
      throw new AssertionError("kill: " + sent.err());
    }
  }

  /// Ends it at once (SIGKILL).
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// Its exit status, when it has ended.
  public int exitStatus() throws InterruptedException {
    if (!ends(LONGEST_END, TimeUnit.SECONDS)) {
      throw new AssertionError("has not ended within " + LONGEST_END + " s");
    }
    return process.exitValue();
  }

  /// Whether it ends within the time.
  public boolean ends(long time, TimeUnit unit) throws InterruptedException {
    return process.waitFor(time, unit);
  }

  @Override
  public void close() {
    kill();
  }
}
