package io.pullcheck;

/// The command is well-formed but cannot be carried out here; the message is one line that says
/// what stands in the way.
final class CannotRun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CannotRun(String message, Throwable cause) {
    super(message, cause);
  }
}
