package io.pullcheck.oracle;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate with its key, and what stands above it up to the authority.
///
/// @param above the issuers that a server sends too
record TestingChain(X509Certificate certificate, KeyPair keys, List<X509Certificate> above) {

  static final KeyPair LEAF = keyPair("EC");

  static TestingChain authority(String name) {
    Profile profile = Profile.authority(name);
    return self(profile);
  }

  /// Signed by itself.
  static TestingChain self(Profile profile) {
    return new TestingChain(
        certificate(profile, new X500Principal(profile.subject()), profile.keys()),
        profile.keys(),
        List.of());
  }

  TestingChain leaf(String host) {
    return issue(Profile.leaf(host));
  }

  /// What this authority signs.
  TestingChain issue(Profile profile) {
    List<X509Certificate> chain = new ArrayList<>();
    if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
      chain.add(certificate);
      chain.addAll(above);
    }
    return new TestingChain(
        certificate(profile, certificate.getSubjectX500Principal(), keys), profile.keys(), chain);
  }

  /// Without its issuers.
  TestingChain alone() {
    return new TestingChain(certificate, keys, List.of());
  }

  List<X509Certificate> sent() {
    List<X509Certificate> all = new ArrayList<>(List.of(certificate));
    all.addAll(above);
    return all;
  }

  /// The certificate itself.
  String pem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
  }

  static KeyPair keyPair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate(Profile profile, X500Principal issuer, KeyPair by) {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            profile.serial(),
            Date.from(now.plus(profile.begins())),
            Date.from(now.plus(profile.ends())),
            new X500Principal(profile.subject()),
            profile.keys().getPublic());
    try {
      extend(builder, profile);
      String algorithm =
          profile.algorithm() + (by.getPrivate().getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(algorithm).build(by.getPrivate())));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void extend(X509v3CertificateBuilder builder, Profile profile)
      throws CertIOException {
    if (profile.pathLength().isPresent()) {
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(profile.pathLength().get()));
    }
    if (profile.keyUsage().isPresent()) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(profile.keyUsage().get()));
    }
    if (!profile.usages().isEmpty()) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(profile.usages().toArray(KeyPurposeId[]::new)));
    }
    if (profile.permitted().isPresent()) {
      GeneralName domain = new GeneralName(GeneralName.dNSName, profile.permitted().get());
      builder.addExtension(
          Extension.nameConstraints,
          true,
          new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(domain)}, null));
    }
    if (!profile.names().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(profile.names().toArray(GeneralName[]::new)));
    }
  }
}
