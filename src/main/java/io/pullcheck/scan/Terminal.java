package io.pullcheck.scan;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Which of the process's streams somebody watches on a terminal, and how wide that is.
///
/// @param environment the process's environment variables
public record Terminal(Map<String, String> environment) {

  private static final int USUAL_WIDTH = 80;

  /// One of the process's streams.
  public enum Stream {
    OUT("1"),
    ERR("2");

    private final String descriptor;

    Stream(String descriptor) {
      this.descriptor = descriptor;
    }
  }

  /// Whether the stream is a terminal. Java tells that only of standard input and output together,
  /// so where the system shows a process's files, it is asked.
  public boolean shows(Stream stream) {
    try {
      String target =
          Files.readSymbolicLink(Path.of("/proc/self/fd", stream.descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
  }

  /// In columns.
  public int width() {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
  }

  /// Whether a table has colours: on a terminal, unless `NO_COLOR` is set (no-color.org).
  public boolean wantsColours() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb")
        && shows(Stream.OUT);
  }
}
