package io.pullcheck.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The profile of webhook.md's certificates, extension by extension.
class CertificateAuthorityTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final String SUBJECT_KEY_ID = "2.5.29.14";
  private static final String AUTHORITY_KEY_ID = "2.5.29.35";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String KEY_USAGE = "2.5.29.15";

  private final CertificateAuthority authority = CertificateAuthority.create(NOW);

  @Test
  void theCaMaySignLeavesAndNothingElse() {
    X509Certificate ca = authority.certificate();
    assertThat(ca.getBasicConstraints()).isZero();
    assertThat(ca.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, false, false, false);
    assertThat(ca.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder(BASIC_CONSTRAINTS, KEY_USAGE);
    assertThat(ca.getNonCriticalExtensionOIDs())
        .containsExactlyInAnyOrder(SUBJECT_KEY_ID, AUTHORITY_KEY_ID);
    assertThat(ca.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(ca.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    assertThat(ca.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(((ECPublicKey) ca.getPublicKey()).getParams().getCurve().getField().getFieldSize())
        .isEqualTo(256);
  }

  @Test
  void aLeafServesForSevenDaysUnderAllItsNames() throws Exception {
    X509Certificate leaf =
        authority.issue(List.of("web", "web.ns.svc", "10.0.0.1", "fd00::1"), NOW).leaf();
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getKeyUsage())
        .containsExactly(true, false, false, false, false, false, false, false, false);
    assertThat(leaf.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "web"),
            List.of(2, "web.ns.svc"),
            List.of(7, "10.0.0.1"),
            List.of(7, "fd00:0:0:0:0:0:0:1"));
    assertThat(leaf.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(7)));
    assertThat(TrustCheck.trusts(Pem.of(authority.certificate()), leaf, NOW)).isTrue();
    // The last twenty bytes of each are the key's identifier.
    assertThat(tail(leaf.getExtensionValue(AUTHORITY_KEY_ID)))
        .isEqualTo(tail(authority.certificate().getExtensionValue(SUBJECT_KEY_ID)));
  }

  @Test
  void aLeafEndsWithItsCaAtTheLatest() {
    Instant late = NOW.plus(Duration.ofDays(363));
    assertThat(authority.issue(List.of("web"), late).notAfter())
        .isEqualTo(authority.certificate().getNotAfter().toInstant());
  }

  @Test
  void serialsAreRandomAndOfAHundredAndTwentyEightBits() {
    List<Integer> lengths =
        Stream.generate(() -> authority.issue(List.of("web"), NOW).leaf())
            .limit(20)
            .map(leaf -> leaf.getSerialNumber().bitLength())
            .toList();
    assertThat(lengths).allMatch(bits -> bits > 100 && bits <= 128);
  }

  @Test
  void aLongServiceNameFits() {
    String name = "a".repeat(63) + "." + "b".repeat(63) + ".svc";
    assertThat(authority.issue(List.of(name), NOW).leaf().getSubjectX500Principal().getName())
        .isEqualTo("CN=" + name.substring(0, 64));
  }

  @Test
  void itComesBackFromItsPem() throws Exception {
    String key = Pem.of(authority.key());
    assertThat(key).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(CertificateAuthority.parse(Pem.of(authority.certificate()), key))
        .isEqualTo(authority);
  }

  @Test
  void aLeafIsNoCa() {
    ServingCertificate leaf = authority.issue(List.of("web"), NOW);
    assertThatThrownBy(() -> CertificateAuthority.parse(Pem.of(leaf.leaf()), Pem.of(leaf.key())))
        .hasMessage("holds a certificate that is no CA's");
  }

  @Test
  void itsKeyIsNotPrinted() {
    assertThat(authority.toString()).contains("key hidden").doesNotContain("PRIVATE");
  }

  private static List<Byte> tail(byte[] extension) {
    List<Byte> bytes = new ArrayList<>();
    for (int i = extension.length - 20; i < extension.length; i++) {
      bytes.add(extension[i]);
    }
    return bytes;
  }
}
