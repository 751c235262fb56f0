package io.pullcheck.testing;

import io.pullcheck.tls.CertificateAuthority;
import io.pullcheck.tls.ServingCertificate;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.web.Callers;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Certificates of replicas that share a CA.
public final class TestingReplicas {

  private final CertificateAuthority authority = CertificateAuthority.create(Instant.now());

  /// One more replica.
  public ServingTls replica() {
    ServingTls tls = new ServingTls();
    tls.use(issue());
    tls.trust(authorities());
    return tls;
  }

  public ServingCertificate issue() {
    return authority.issue(List.of("pullcheck-webhook", "127.0.0.1"), Instant.now());
  }

  public List<X509Certificate> authorities() {
    return List.of(authority.certificate());
  }

  /// For a client that trusts the CA, as an API server does.
  public TrustManager[] trust() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", authority.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    return trust.getTrustManagers();
  }

  /// Lets the replicas that this one knows copy verdicts.
  public static Callers callers(ServingTls tls) {
    return new Callers(
        _ -> true, chain -> !chain.isEmpty() && tls.isReplica(chain.getFirst(), Instant.now()));
  }
}
