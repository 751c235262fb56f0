package io.pullcheck.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command of the machine's, run to its end.
public final class Command {
  private static final int SECONDS = 60;

  private Command() {}

  public record Result(int exit, String out, String err) {}

  public static Result run(List<String> command) throws IOException {
    return run(Map.of(), "", command);
  }

  public static Result run(Map<String, String> environment, String input, List<String> command)
      throws IOException {
    var in = Files.createTempFile("command", ".in");
    var out = Files.createTempFile("command", ".out");
    var err = Files.createTempFile("command", ".err");
    try {
      Files.writeString(in, input);
      var builder =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      int exit = exit(builder.start(), command);
      return new Result(exit, Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(in);
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static int exit(Process process, List<String> command) throws IOException {
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " did not end within " + SECONDS + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(command + " was interrupted");
    }
  }
}
