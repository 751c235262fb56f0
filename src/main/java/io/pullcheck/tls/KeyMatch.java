package io.pullcheck.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/// Says whether a private key is that of a certificate, by signing something with it.
final class KeyMatch {

  private KeyMatch() {}

  static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    String signatures =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(signatures);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
