package io.pullcheck;

import io.pullcheck.config.InvalidValue;

/// A flag whose value cannot be taken, found after parsing; one line that names flag, value and
/// what is allowed.
final class InvalidFlag extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidFlag(String flag, InvalidValue value) {
    super(flag + ": " + value.getMessage(), value);
  }
}
