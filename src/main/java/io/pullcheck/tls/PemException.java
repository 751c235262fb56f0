package io.pullcheck.tls;

import java.io.IOException;

/// A text is not the PEM that it should be. The message completes "the file …".
final class PemException extends IOException {

  private static final long serialVersionUID = 1;

  PemException(String message) {
    super(message);
  }
}
