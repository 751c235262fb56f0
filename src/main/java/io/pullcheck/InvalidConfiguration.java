package io.pullcheck;

/// What the flags name cannot be used; the message is one line that names flag, value and what is
/// wrong with it.
final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidConfiguration(String message) {
    super(message);
  }

  InvalidConfiguration(String message, Throwable cause) {
    super(message, cause);
  }
}
