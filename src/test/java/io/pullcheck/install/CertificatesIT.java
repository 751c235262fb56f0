package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `certs-scripts/` with the machine's openssl, without a cluster.
@Tag("slow")
class CertificatesIT {
  private static final String FITS =
      "it fits: tls.crt is valid for pullcheck-webhook.pullcheck.svc";

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private Certificates certificates;

  @BeforeEach
  void make() throws IOException {
    certificates = new Certificates(folder).made("ca").made("leaf");
  }

  private String misfits(String... options) throws IOException {
    var result = certificates.script("verify", options);
    assertThat(result.exit()).as(result.out()).isEqualTo(1);
    assertThat(result.err().lines()).allMatch(it -> it.startsWith("pullcheck-certs: "));
    return result.err();
  }

  private void openssl(String arguments) throws IOException {
    var command = ("openssl " + arguments.replace("DIR", folder.toString())).split(" ");
    var result = Command.run(List.of(command));
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private void replace(String file, Path by) throws IOException {
    Files.copy(by.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void whatItMakesFitsTogether() throws IOException {
    assertThat(certificates.script("verify").out()).startsWith(FITS);
  }

  @Test
  void keysAreForTheirOwnerOnly() throws IOException {
    for (var key : List.of("ca.key", "tls.key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(key))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void nothingIsOverwrittenUnasked() throws IOException {
    var before = Files.readString(folder.resolve("tls.crt"));

    var refused = certificates.script("leaf");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).endsWith("/tls.crt exists: --force overwrites it\n");
    assertThat(folder.resolve("tls.crt")).hasContent(before);
    certificates.made("leaf", "--force");
    assertThat(Files.readString(folder.resolve("tls.crt"))).isNotEqualTo(before);
    assertThat(certificates.script("verify").out()).startsWith(FITS);
  }

  @Test
  void theKeyOfAnotherLeafDoesNotFit() throws IOException {
    new Certificates(elsewhere).made("ca").made("leaf");
    replace("tls.key", elsewhere);

    assertThat(misfits()).isEqualTo("pullcheck-certs: tls.key is not the key of tls.crt\n");
  }

  @Test
  void theLeafOfAnotherAuthorityDoesNotFit() throws IOException {
    new Certificates(elsewhere).made("ca").made("leaf");
    replace("ca.crt", elsewhere);

    assertThat(misfits()).contains("tls.crt is not trusted by ca.crt: ");
  }

  @Test
  void twoAuthoritiesInOneFileFitWhileOneIsExchangedForTheOther() throws IOException {
    new Certificates(elsewhere).made("ca").made("leaf");
    var both =
        Files.readString(elsewhere.resolve("ca.crt")) + Files.readString(folder.resolve("ca.crt"));
    Files.writeString(folder.resolve("ca.crt"), both);

    assertThat(certificates.script("verify").out()).startsWith(FITS);
  }

  @Test
  void theLeafOfAnotherServiceDoesNotFit() throws IOException {
    assertThat(misfits("--namespace", "shop", "--service", "cart"))
        .contains("tls.crt is not for cart.shop.svc, the name that the API server calls");
  }

  @Test
  void aLeafThatEndsTooSoonDoesNotFit() throws IOException {
    certificates.made("leaf", "--force", "--days", "3");

    assertThat(misfits()).contains("tls.crt is not valid for 7 days more: it ends on ");
    assertThat(certificates.script("verify", "--days", "2").out()).startsWith(FITS);
  }

  @Test
  void aLeafThatIsNotValidYetDoesNotFit() throws Exception {
    var tomorrow = Instant.now().plus(Duration.ofDays(1));
    var keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    var name = new X500Name("CN=tomorrow");
    var certificate =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(tomorrow),
                Date.from(tomorrow.plus(Duration.ofDays(30))),
                name,
                keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    try (var pem = new JcaPEMWriter(Files.newBufferedWriter(folder.resolve("tls.crt")))) {
      pem.writeObject(certificate);
    }

    assertThat(misfits()).contains("tls.crt is not valid yet: it starts on ");
  }

  @Test
  void aLeafThatIsNoAuthorityCannotSignItself() throws IOException {
    Files.copy(
        folder.resolve("tls.crt"), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(misfits()).contains("ca.crt is not a certificate authority");
  }

  @Test
  void aCommonNameAloneIsNotEnough() throws IOException {
    var name = "/CN=pullcheck-webhook.pullcheck.svc";
    openssl("req -new -key DIR/tls.key -subj " + name + " -out DIR/leaf.csr");
    openssl(
        "x509 -req -in DIR/leaf.csr -CA DIR/ca.crt -CAkey DIR/ca.key -days 30 -out DIR/tls.crt");

    assertThat(misfits()).contains("tls.crt has no subjectAltName");
  }

  @Test
  void aCertificateForClientsDoesNotFit() throws IOException {
    var extensions = folder.resolve("extensions");
    Files.writeString(
        extensions,
        "subjectAltName=DNS:pullcheck-webhook.pullcheck.svc\nextendedKeyUsage=clientAuth\n");
    openssl("req -new -key DIR/tls.key -subj /CN=client -out DIR/leaf.csr");
    openssl(
        "x509 -req -in DIR/leaf.csr -CA DIR/ca.crt -CAkey DIR/ca.key -days 30 -extfile DIR/extensions"
            + " -out DIR/tls.crt");

    assertThat(misfits()).containsPattern("not trusted by ca.crt: .*purpose");
  }

  @ParameterizedTest
  @CsvSource({
    "ca.crt, ca.crt is not a PEM certificate",
    "tls.crt, tls.crt is not a PEM certificate",
    "tls.key, tls.key is not a PEM private key without a password"
  })
  void garbageIsNamed(String file, String complaint) throws IOException {
    Files.writeString(folder.resolve(file), "garbage");

    assertThat(misfits()).contains(complaint);
  }

  @Test
  void aKeyWithAPasswordCannotBeUsed() throws IOException {
    openssl("pkey -in DIR/tls.key -aes256 -passout pass:secret -out DIR/locked.key");
    Files.move(
        folder.resolve("locked.key"),
        folder.resolve("tls.key"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(misfits()).contains("tls.key is not a PEM private key without a password");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(folder.resolve("tls.crt"));

    assertThat(misfits()).contains("/tls.crt cannot be read");
  }

  @Test
  void theSecretHoldsEverythingButTheAuthoritysKey() throws IOException {
    var secret =
        Chart.objects(certificates.script("secret", "--namespace", "shop").out()).getFirst();

    assertThat(secret.at("/type").asString()).isEqualTo("kubernetes.io/tls");
    assertThat(secret.at("/metadata/namespace").asString()).isEqualTo("shop");
    assertThat(secret.at("/data").propertyNames())
        .containsExactlyInAnyOrder("tls.crt", "tls.key", "ca.crt");
    assertThat(secret.at("/data/ca.crt").binaryValue())
        .isEqualTo(Files.readAllBytes(folder.resolve("ca.crt")));
  }

  @Test
  void theCaBundleIsTheAuthoritysCertificate() throws IOException {
    assertThat(certificates.script("ca-bundle").out().strip()).isEqualTo(certificates.caBundle());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                               | a command is missing (allowed: ca, leaf, secret, ca-bundle, verify; see --help)
          sign                 | unknown command 'sign' (allowed: ca, leaf, secret, ca-bundle, verify; see --help)
          leaf --name x        | unknown option '--name' (see --help)
          leaf --san           | --san needs a value
          leaf --san a,b       | --san a,b: a DNS name or an IP address is allowed
          verify --days soon   | --days soon: a whole number from 1 on is allowed
          """)
  void wrongUseIsRefusedInOneLine(String arguments, String complaint) throws IOException {
    var words = arguments == null ? new String[0] : arguments.split(" ");

    var result = Certificates.run(Map.of(), words);

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("pullcheck-certs: " + complaint + "\n");
  }

  @Test
  void withoutKubectlItSaysSo() throws IOException {
    var result = certificates.script(Map.of("KUBECTL", "/no/kubectl"), "ca-bundle", "--patch");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("kubectl is not installed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "leaf --help"})
  void helpNamesEveryCommand(String arguments) throws IOException {
    var result = Certificates.run(Map.of(), arguments.split(" "));

    assertThat(result.exit()).isZero();
    assertThat(result.out())
        .contains("  ca  ", "  leaf  ", "  secret  ", "  ca-bundle  ", "  verify  ");
  }

  @Test
  void shellcheckFindsNothing() throws IOException {
    RealParts.require("shellcheck");

    var result = Command.run(List.of("shellcheck", "certs-scripts/pullcheck-certs"));

    assertThat(result.out()).isEmpty();
    assertThat(result.exit()).isZero();
  }
}
