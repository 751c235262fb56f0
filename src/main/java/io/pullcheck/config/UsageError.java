package io.pullcheck.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;

/// A command cannot run with the flags, the files, the cluster or the addresses that its user gave
/// it. The message is one line that names the flag or the file, the value, what is wrong with it
/// and what is allowed. The error ends the program with [#exitStatus].
public final class UsageError extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int CANNOT_RUN = 1;
  private static final int USAGE = 2;
  private static final int LONGEST_VALUE = 100;

  private final int exitStatus;

  public UsageError(String message) {
    super(message);
    exitStatus = USAGE;
  }

  public UsageError(String message, Throwable cause) {
    this(message, cause, USAGE);
  }

  private UsageError(String message, Throwable cause, int exitStatus) {
    super(message, cause);
    this.exitStatus = exitStatus;
  }

  /// A value is refused. The caller that knows its flag or its place in a file adds that by [#at].
  ///
  /// @param value as it was given, quoted in the message; shortened and without control characters
  public static UsageError value(String value, String problem, String allowed) {
    return new UsageError("'" + printable(value) + "' " + problem + " (allowed: " + allowed + ")");
  }

  /// A file or folder cannot be used.
  ///
  /// @param problem completes the sentence "the file …"
  public static UsageError file(Path file, String problem) {
    return new UsageError(file + " " + problem);
  }

  /// A file cannot be read.
  public static UsageError unreadable(Path file, IOException cause) {
    String why =
        switch (cause) {
          case NoSuchFileException _ -> "does not exist";
          case AccessDeniedException _ -> "cannot be read: permission denied";
          default -> "cannot be read: " + cause.getMessage();
        };
    return new UsageError(file + " " + why, cause);
  }

  /// The command is correct, but cannot run on this machine: a port is taken, the API server cannot
  /// be reached.
  public static UsageError cannotRun(Throwable cause) {
    return new UsageError(String.valueOf(cause.getMessage()), cause, CANNOT_RUN);
  }

  /// The same error with the place in front where it was found: a flag, or a file and a line in it.
  public UsageError at(String place) {
    return new UsageError(place + ": " + getMessage(), this, exitStatus);
  }

  /// Returns what `read` reads; if that is refused, the error is thrown with the place in front.
  public static <T> T at(String place, Supplier<T> read) {
    try {
      return read.get();
    } catch (UsageError e) {
      throw e.at(place);
    }
  }

  /// 2 for a bad flag or configuration, 1 where the command cannot run here.
  public int exitStatus() {
    return exitStatus;
  }

  private static String printable(String value) {
    String shown =
        value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
