package io.pullcheck.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFilesTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final List<String> published = new ArrayList<>();
  private final ServingTls tls = new ServingTls();
  private final Path certificate;
  private final Path key;

  CertificateFilesTest(@TempDir Path folder) {
    certificate = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa pkcs8", "rsa pkcs1", "ec pkcs8", "ec sec1"})
  void everyUsualKindOfKeyIsTaken(String kind) throws Exception {
    KeyPair keys = kind.startsWith("rsa") ? TestingKeys.rsa() : TestingKeys.ec();
    X509Certificate signed = TestingKeys.selfSigned(keys, NOW);
    Files.writeString(certificate, Pem.of(signed));
    Files.writeString(
        key, kind.endsWith("8") ? Pem.of(keys.getPrivate()) : TestingKeys.traditional(keys));
    files().refresh(NOW);
    assertThat(tls.current().orElseThrow().leaf()).isEqualTo(signed);
    assertThat(Pem.belongTogether(signed, tls.current().orElseThrow().key())).isTrue();
  }

  @Test
  void aChangeIsTakenAndWhatIsTheSameIsLeftAlone() throws Exception {
    write(TestingKeys.ec());
    CertificateFiles files = files();
    files.refresh(NOW);
    ServingCertificate first = tls.current().orElseThrow();
    files.refresh(NOW);
    assertThat(tls.current()).containsSame(first);
    KeyPair next = TestingKeys.ec();
    write(next);
    files.refresh(NOW);
    assertThat(tls.current().orElseThrow().key()).isEqualTo(next.getPrivate());
  }

  @Test
  void aBrokenChangeIsRefusedAndTheOldCertificateStaysInForce() throws Exception {
    write(TestingKeys.ec());
    CertificateFiles files = files();
    files.refresh(NOW);
    ServingCertificate first = tls.current().orElseThrow();
    Files.writeString(key, Pem.of(TestingKeys.ec().getPrivate()));
    assertThatThrownBy(() -> files.refresh(NOW))
        .isInstanceOf(IOException.class)
        .hasMessage("the key in %s is not that of the certificate in %s", key, certificate);
    assertThat(tls.current()).containsSame(first);
  }

  @Test
  void everyProblemNamesItsFileInOneLine() throws Exception {
    KeyPair keys = TestingKeys.ec();
    assertProblem("the file " + certificate + " does not exist");
    Files.writeString(certificate, "hello");
    assertProblem("the file " + key + " does not exist");
    Files.writeString(key, "hello");
    assertProblem("the file " + certificate + " holds no PEM certificate");
    Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
    assertProblem("the file " + certificate + " is not valid PEM");
    Files.writeString(certificate, Pem.of(TestingKeys.selfSigned(keys, NOW)));
    assertProblem("the file " + key + " holds no PEM private key");
    Files.writeString(key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n");
    assertProblem("the file " + key + " is not valid PEM");
  }

  @Test
  void theCaFileIsPublished(@TempDir Path folder) throws Exception {
    write(TestingKeys.ec());
    CertificateAuthority authority = CertificateAuthority.create(NOW);
    Path ca = folder.resolve("ca.crt");
    Files.writeString(ca, "# a comment\n" + Pem.of(authority.certificate()));
    new CertificateFiles(certificate, key, Optional.of(ca), this::publish, tls).refresh(NOW);
    assertThat(published).containsExactly(Pem.of(authority.certificate()));
  }

  @Test
  void withoutACaFileTheConfigurationIsLeftAlone() throws Exception {
    write(TestingKeys.ec());
    files().refresh(NOW);
    assertThat(published).isEmpty();
  }

  private void write(KeyPair keys) throws Exception {
    Files.writeString(certificate, Pem.of(TestingKeys.selfSigned(keys, NOW)));
    Files.writeString(key, Pem.of(keys.getPrivate()));
  }

  private CertificateFiles files() {
    return new CertificateFiles(certificate, key, Optional.empty(), this::publish, tls);
  }

  private boolean publish(String pem) {
    return published.add(pem);
  }

  private void assertProblem(String message) {
    assertThatThrownBy(() -> files().refresh(NOW))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }
}
