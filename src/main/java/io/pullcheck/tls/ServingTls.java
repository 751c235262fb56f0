package io.pullcheck.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// The TLS contexts of a replica, whose certificate is replaced while it runs: open connections
/// stay, and the next handshake shows the new certificate. Handshakes fail while there is none.
/// Safe for use by many threads.
public final class ServingTls {

  // A session that is resumed shows no certificate again.
  private static final Duration LONGEST_SESSION = Duration.ofMinutes(5);

  private final ServingKeyManager keys = new ServingKeyManager();
  private final SSLContext server;
  private volatile List<X509Certificate> authorities = List.of();

  public ServingTls() {
    server = context(LeafTrust.ofAnyClient());
  }

  private SSLContext context(TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /// The context for the server. It takes every certificate that a client has the key of, as
  /// kube-apiserver does: what a client may do is decided at each request, by [#isReplica] for one.
  public SSLContext context() {
    return server;
  }

  /// A new context for the client of another replica: it shows our certificate, and connects to
  /// none but replicas, whatever their addresses are. A session from before we had a certificate
  /// would be resumed without one: whoever is refused needs a new context.
  public SSLContext clientContext() {
    InstantSource clock = Clock.systemUTC();
    SSLContext client = context(LeafTrust.ofServers(leaf -> isReplica(leaf, clock.instant())));
    client.getClientSessionContext().setSessionTimeout((int) LONGEST_SESSION.toSeconds());
    return client;
  }

  /// Makes this the certificate in force.
  public void use(ServingCertificate certificate) {
    keys.use(certificate);
  }

  /// Sets the CAs that sign the certificates of replicas, and of nobody else.
  public void trust(List<X509Certificate> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  /// Whether a certificate is that of a replica: one of our own CAs has signed it; or it is our
  /// own, which with `--tls-mode=files` all replicas share.
  ///
  /// @param leaf whose private key the other side has shown to have
  public boolean isReplica(X509Certificate leaf, Instant now) {
    return keys.keeps(leaf) || authorities.stream().anyMatch(each -> signed(each, leaf, now));
  }

  private static boolean signed(X509Certificate authority, X509Certificate leaf, Instant now) {
    try {
      authority.checkValidity(Date.from(now));
      leaf.checkValidity(Date.from(now));
      leaf.verify(authority.getPublicKey());
      return leaf.getBasicConstraints() < 0;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// Until when the certificate in force is valid; nothing while there is none.
  public Optional<Instant> notAfter() {
    return keys.current().map(ServingCertificate::notAfter);
  }

  Optional<ServingCertificate> current() {
    return keys.current();
  }
}
