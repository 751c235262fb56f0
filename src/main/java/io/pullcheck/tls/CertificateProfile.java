package io.pullcheck.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes the two kinds of certificate, of a CA and of a replica, as RFC 5280 and Go's verifier,
/// which the API server uses, want them: ECDSA P-256, random 128-bit serial numbers, valid from an
/// hour ago, because the clocks of machines differ.
final class CertificateProfile {

  static final Duration AUTHORITY_LIFE = Duration.ofDays(365);
  static final Duration LEAF_LIFE = Duration.ofDays(7);
  private static final Duration BACKDATE = Duration.ofHours(1);

  private static final int SERIAL_BITS = 128;
  private static final int LONGEST_COMMON_NAME = 64;
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
  private static final SecureRandom RANDOM = new SecureRandom();

  private CertificateProfile() {}

  static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no ECDSA P-256", e);
    }
  }

  /// The certificate of a CA that may sign server certificates, but no other CA.
  ///
  /// @param name the common name of its subject
  static X509Certificate authority(String name, KeyPair keys, Instant now) {
    X500Name subject = commonName(name);
    try {
      X509v3CertificateBuilder builder =
          builder(subject, subject, keys.getPublic(), now, now.plus(AUTHORITY_LIFE));
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(keys.getPublic()));
      return sign(builder, keys.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("a CA certificate cannot be made", e);
    }
  }

  /// The certificate of a replica: as the server of the webhook, and as the client of another
  /// replica. It expires with its CA at the latest.
  ///
  /// @param names DNS names and IP addresses; the first is also the subject, cut to 64 characters
  static X509Certificate leaf(
      CertificateAuthority issuer, List<String> names, PublicKey key, Instant now) {
    Instant authorityEnd = issuer.certificate().getNotAfter().toInstant();
    Instant end = now.plus(LEAF_LIFE);
    X500Name issuerName =
        X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
    try {
      X509v3CertificateBuilder builder =
          builder(
              issuerName,
              commonName(names.getFirst()),
              key,
              now,
              end.isBefore(authorityEnd) ? end : authorityEnd);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils()
              .createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
      builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
      return sign(builder, issuer.key());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("a serving certificate cannot be made", e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Instant now, Instant end)
      throws GeneralSecurityException, IOException {
    BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
    return new JcaX509v3CertificateBuilder(
            issuer, serial, Date.from(now.minus(BACKDATE)), Date.from(end), subject, key)
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static X500Name commonName(String name) {
    String fitting =
        name.length() > LONGEST_COMMON_NAME ? name.substring(0, LONGEST_COMMON_NAME) : name;
    return new X500NameBuilder().addRDN(BCStyle.CN, fitting).build();
  }

  private static GeneralNames alternativeNames(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        IP_ADDRESS.matcher(name).matches()
                            ? GeneralName.iPAddress
                            : GeneralName.dNSName,
                        name))
            .toArray(GeneralName[]::new));
  }
}
