package io.pullcheck.oracle;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/// What a certificate says.
///
/// @param names of the subject's alternative names; empty: it has none
/// @param usages of its key, extended; empty: it names none
/// @param permitted of an authority: the only domain it may sign for
record Profile(
    String subject,
    List<GeneralName> names,
    Optional<Integer> pathLength,
    List<KeyPurposeId> usages,
    Optional<Integer> keyUsage,
    BigInteger serial,
    String algorithm,
    KeyPair keys,
    Duration begins,
    Duration ends,
    Optional<String> permitted) {

  static Profile leaf(String host) {
    return new Profile(
        host.startsWith("CN=") ? host : "CN=" + host,
        List.of(new GeneralName(GeneralName.dNSName, host)),
        Optional.empty(),
        List.of(KeyPurposeId.id_kp_serverAuth),
        Optional.of(KeyUsage.digitalSignature),
        BigInteger.valueOf(System.nanoTime()),
        "SHA256with",
        TestingChain.LEAF,
        Duration.ofHours(-1),
        Duration.ofDays(2),
        Optional.empty());
  }

  static Profile authority(String name) {
    return leaf(name)
        .named()
        .authority(Optional.of(5))
        .unlimited()
        .keys(TestingChain.keyPair("EC"));
  }

  Profile named(GeneralName... all) {
    return new Profile(
        subject,
        List.of(all),
        pathLength,
        usages,
        keyUsage,
        serial,
        algorithm,
        keys,
        begins,
        ends,
        permitted);
  }

  Profile subject(String name) {
    return new Profile(
        name,
        names,
        pathLength,
        usages,
        keyUsage,
        serial,
        algorithm,
        keys,
        begins,
        ends,
        permitted);
  }

  Profile authority(Optional<Integer> length) {
    return new Profile(
        subject,
        names,
        length,
        usages,
        Optional.of(length.isPresent() ? KeyUsage.keyCertSign : KeyUsage.digitalSignature),
        serial,
        algorithm,
        keys,
        begins,
        ends,
        permitted);
  }

  Profile usages(KeyPurposeId... all) {
    return new Profile(
        subject,
        names,
        pathLength,
        List.of(all),
        keyUsage,
        serial,
        algorithm,
        keys,
        begins,
        ends,
        permitted);
  }

  /// For whatever purpose.
  Profile unlimited() {
    return usages(new KeyPurposeId[0]);
  }

  Profile keyUsage(Optional<Integer> bits) {
    return new Profile(
        subject, names, pathLength, usages, bits, serial, algorithm, keys, begins, ends, permitted);
  }

  Profile serial(long number) {
    return new Profile(
        subject,
        names,
        pathLength,
        usages,
        keyUsage,
        BigInteger.valueOf(number),
        algorithm,
        keys,
        begins,
        ends,
        permitted);
  }

  /// @param name `SHA1with`, of what signs this certificate
  Profile algorithm(String name) {
    return new Profile(
        subject, names, pathLength, usages, keyUsage, serial, name, keys, begins, ends, permitted);
  }

  Profile keys(KeyPair pair) {
    return new Profile(
        subject,
        names,
        pathLength,
        usages,
        keyUsage,
        serial,
        algorithm,
        pair,
        begins,
        ends,
        permitted);
  }

  Profile valid(Duration from, Duration to) {
    return new Profile(
        subject, names, pathLength, usages, keyUsage, serial, algorithm, keys, from, to, permitted);
  }

  Profile permitted(String domain) {
    return new Profile(
        subject,
        names,
        pathLength,
        usages,
        keyUsage,
        serial,
        algorithm,
        keys,
        begins,
        ends,
        Optional.of(domain));
  }
}
