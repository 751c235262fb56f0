package io.pullcheck.tls;

import java.io.IOException;
import java.time.Instant;

/// Gives the server its certificate, according to `--tls-mode`.
public sealed interface CertificateSource permits OwnAuthority, CertificateFiles {

  /// Brings the certificate, the caBundle and the Secret up to date. Called again and again, by one
  /// thread.
  ///
  /// @throws IOException if that is not possible now; the certificate before stays in force. The
  ///   message is one line that says what failed and why
  void refresh(Instant now) throws IOException;
}
