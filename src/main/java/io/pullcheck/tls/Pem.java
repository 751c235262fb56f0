package io.pullcheck.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/// Certificates and keys as text (RFC 7468). Errors say in a few words what is wrong, and never
/// show the text.
final class Pem {

  /// A text is not the PEM that it should be. The message completes the sentence "the file …".
  static final class Malformed extends IOException {

    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          X9ObjectIdentifiers.id_ecPublicKey.getId(), "EC",
          PKCSObjectIdentifiers.rsaEncryption.getId(), "RSA");
  private static final Map<String, String> SIGNATURES =
      Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA");

  private Pem() {}

  static String of(X509Certificate certificate) {
    return write(List.of(certificate));
  }

  static String of(List<X509Certificate> certificates) {
    return write(certificates);
  }

  /// The key in PKCS#8: `BEGIN PRIVATE KEY`.
  static String of(PrivateKey key) {
    try {
      return write(List.of(new JcaPKCS8Generator(key, null)));
    } catch (IOException e) {
      throw new IllegalStateException("a private key cannot be encoded", e);
    }
  }

  /// All certificates of the text, in their order; at least one.
  static List<X509Certificate> certificates(String text) throws Malformed {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (Object each : objects(text)) {
        if (each instanceof X509CertificateHolder holder) {
          certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    } catch (CertificateException e) {
      throw new Malformed("holds a certificate that cannot be read");
    }
    if (certificates.isEmpty()) {
      throw new Malformed("holds no PEM certificate");
    }
    return List.copyOf(certificates);
  }

  /// The first private key of the text: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC), not encrypted.
  static PrivateKey privateKey(String text) throws Malformed {
    for (Object each : objects(text)) {
      if (each instanceof PrivateKeyInfo info) {
        return privateKey(info);
      }
      if (each instanceof PEMKeyPair pair) {
        return privateKey(pair.getPrivateKeyInfo());
      }
    }
    throw new Malformed(
        text.contains("ENCRYPTED")
            ? "holds an encrypted private key; it must not be encrypted"
            : "holds no PEM private key");
  }

  private static PrivateKey privateKey(PrivateKeyInfo info) throws Malformed {
    String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
    try {
      return KeyFactory.getInstance(ALGORITHMS.getOrDefault(oid, oid))
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw new Malformed("holds a private key that cannot be read");
    }
  }

  /// Whether a private key is that of a certificate: what one signs, the other verifies.
  static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm());
    byte[] probe = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
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

  private static List<Object> objects(String text) throws Malformed {
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
        objects.add(each);
      }
      return objects;
    } catch (IOException | RuntimeException e) {
      // The parser's decoders throw all kinds of exceptions at malformed text.
      throw new Malformed("is not valid PEM");
    }
  }

  private static String write(List<?> objects) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object each : objects) {
        writer.writeObject(each);
      }
    } catch (IOException e) {
      throw new IllegalStateException("PEM cannot be written", e);
    }
    return text.toString();
  }
}
