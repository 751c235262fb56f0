package io.pullcheck.tls;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// The TLS context of a server whose certificate is replaced while it runs: open connections stay,
/// and the next handshake shows the new certificate. Handshakes fail while there is none. Safe for
/// use by many threads.
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

  /// The context for the server.
  public SSLContext context() {
    return context;
  }

  /// Makes this the certificate in force.
  public void use(ServingCertificate certificate) {
    keys.use(certificate);
  }

  /// Until when the certificate in force is valid; nothing while there is none.
  public Optional<Instant> notAfter() {
    return keys.current().map(ServingCertificate::notAfter);
  }

  Optional<ServingCertificate> current() {
    return keys.current();
  }
}
