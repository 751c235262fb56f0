package io.pullcheck.credentials;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file with credentials, or about them, that cannot be used. The message is one line that names
/// the file and what is wrong with it; whoever knows the flag puts that in front.
public final class UnusableFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  UnusableFile(Path file, String problem) {
    super(file + " " + problem);
    this.file = file;
  }

  private UnusableFile(Path file, String problem, Throwable cause) {
    super(file + " " + problem, cause);
    this.file = file;
  }

  public Path file() {
    return file;
  }

  static UnusableFile unreadable(Path file, IOException cause) {
    String why =
        switch (cause) {
          case NoSuchFileException _ -> "does not exist";
          case AccessDeniedException _ -> "cannot be read: permission denied";
          default -> "cannot be read: " + cause.getMessage();
        };
    return new UnusableFile(file, why, cause);
  }
}
