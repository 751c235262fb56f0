package io.pullcheck.tls;

import java.io.IOException;
import java.time.Instant;

/// Where the server's certificate comes from; brought up to date again and again.
public sealed interface CertificateSource permits OwnAuthority, CertificateFiles {

  /// Looks whether something is due, and does it. Called by one thread.
  ///
  /// @throws IOException if it cannot be done now; what was there stays in force, and it is tried
  ///   again. The message is one line that says what failed and why
  void refresh(Instant now) throws IOException;
}
