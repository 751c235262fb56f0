package io.pullcheck.tls;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A CA that signs serving certificates: its certificate and its key.
public record CertificateAuthority(X509Certificate certificate, PrivateKey key) {

  private static final String NAME = "pullcheck-webhook-ca";

  public CertificateAuthority {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
  }

  /// A new CA, valid for a year.
  public static CertificateAuthority create(Instant now) {
    KeyPair keys = CertificateProfile.keyPair();
    return new CertificateAuthority(
        CertificateProfile.authority(NAME, keys, now), keys.getPrivate());
  }

  /// Reads certificate and key from PEM.
  ///
  /// @throws Pem.Malformed if they are not PEM, do not belong together, or are not those of a CA
  ///   with an EC key
  static CertificateAuthority parse(String certificate, String key) throws Pem.Malformed {
    CertificateAuthority authority =
        new CertificateAuthority(Pem.certificates(certificate).getFirst(), Pem.privateKey(key));
    if (authority.certificate.getBasicConstraints() < 0) {
      throw new Pem.Malformed("holds a certificate that is no CA's");
    }
    if (!authority.key.getAlgorithm().equals("EC")
        || !Pem.belongTogether(authority.certificate, authority.key)) {
      throw new Pem.Malformed("holds a key that is not its certificate's");
    }
    return authority;
  }

  /// A new serving certificate with a new key.
  ///
  /// @param names DNS names and IP addresses of the server; at least one
  public ServingCertificate issue(List<String> names, Instant now) {
    KeyPair keys = CertificateProfile.keyPair();
    return new ServingCertificate(
        List.of(CertificateProfile.leaf(this, names, keys.getPublic(), now)), keys.getPrivate());
  }

  /// When the next CA is to be made: at two thirds of the validity.
  Instant rotationDue() {
    Instant begin = certificate.getNotBefore().toInstant();
    Duration life = Duration.between(begin, certificate.getNotAfter().toInstant());
    return begin.plus(life.multipliedBy(2).dividedBy(3));
  }

  boolean expired(Instant now) {
    return !certificate.getNotAfter().toInstant().isAfter(now);
  }

  @Override
  public String toString() {
    return "CertificateAuthority["
        + certificate.getSerialNumber().toString(16)
        + ", until "
        + certificate.getNotAfter().toInstant()
        + ", key hidden]";
  }
}
