package io.pullcheck.config;

/// A configuration file that cannot be taken; the message is one line that names the file, the line
/// in it and what is allowed.
public final class InvalidFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidFile(String message) {
    super(message);
  }

  public InvalidFile(String message, Throwable cause) {
    super(message, cause);
  }
}
