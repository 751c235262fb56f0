package io.pullcheck.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

/// What an API server with a caBundle says of a leaf.
final class TrustCheck {

  private TrustCheck() {}

  static boolean trusts(String bundle, X509Certificate leaf, Instant now) {
    try {
      leaf.checkValidity(Date.from(now));
      return Pem.certificates(bundle).stream().anyMatch(ca -> signed(ca, leaf, now));
    } catch (GeneralSecurityException | Pem.Malformed e) {
      return false;
    }
  }

  private static boolean signed(X509Certificate ca, X509Certificate leaf, Instant now) {
    try {
      ca.checkValidity(Date.from(now));
      leaf.verify(ca.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
