package io.pullcheck.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// The certificate that the server shows, with its private key.
///
/// @param chain the server's certificate first, then intermediate ones
public record ServingCertificate(List<X509Certificate> chain, PrivateKey key) {

  public ServingCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a serving certificate needs a chain");
    }
    Objects.requireNonNull(key, "key");
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  Instant notBefore() {
    return leaf().getNotBefore().toInstant();
  }

  Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  @Override
  public String toString() {
    return "ServingCertificate[" + leaf().getSubjectX500Principal() + ", " + notAfter() + "]";
  }
}
