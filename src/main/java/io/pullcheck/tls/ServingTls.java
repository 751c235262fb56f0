package io.pullcheck.tls;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// The TLS of a running server, whose certificate can be changed under it: connections that stand
/// go on, the next handshake shows the new one. Without a certificate handshakes fail.
public final class ServingTls {

  private final ServingKeyManager keys = new ServingKeyManager();
  private final SSLContext context;

  public ServingTls() {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /// For the server.
  public SSLContext context() {
    return context;
  }

  /// Shows this certificate from now on.
  public void use(ServingCertificate certificate) {
    keys.use(certificate);
  }

  /// When the certificate that is shown now ends; nothing while there is none.
  public Optional<Instant> notAfter() {
    return keys.current().map(ServingCertificate::notAfter);
  }

  Optional<ServingCertificate> current() {
    return keys.current();
  }
}
