package io.pullcheck.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The CAs of `--webhook-client-ca`, which sign the client certificates of API servers and of
/// nobody else. Immutable.
public final class ClientAuthority {

  private final X509TrustManager trust;

  private ClientAuthority(X509TrustManager trust) {
    this.trust = trust;
  }

  /// Reads PEM certificates.
  ///
  /// @throws IOException if there are none; the message completes the sentence "the file …"
  public static ClientAuthority parse(byte[] pem) throws IOException {
    List<X509Certificate> authorities =
        Pem.certificates(new String(pem, StandardCharsets.ISO_8859_1));
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry(String.valueOf(i), authorities.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return new ClientAuthority(
          Arrays.stream(factory.getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .map(X509TrustManager.class::cast)
              .findFirst()
              .orElseThrow());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no PKIX", e);
    }
  }

  /// Whether one of the CAs has signed the chain, for a TLS client, and it is valid now.
  ///
  /// @param chain the client's own certificate first; may be empty
  public boolean accepts(List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      return false;
    }
    try {
      trust.checkClientTrusted(
          chain.toArray(X509Certificate[]::new), chain.getFirst().getPublicKey().getAlgorithm());
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }
}
