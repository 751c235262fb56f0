package io.pullcheck.tls;

import io.pullcheck.kubernetes.own.CaBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `--tls-mode=files`: certificate and key are made by somebody else, for example cert-manager, and
/// their files are read again at each refresh.
public final class CertificateFiles implements CertificateSource {

  private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);

  private final Path certificateFile;
  private final Path keyFile;
  private final Optional<Path> caFile;
  private final CaBundle caBundle;
  private final ServingTls tls;
  private String inForce = "";

  /// @param caFile `--tls-ca-file`, which becomes the caBundle of the webhook configuration;
  ///   without it the webhook configuration is not changed
  public CertificateFiles(
      Path certificateFile,
      Path keyFile,
      Optional<Path> caFile,
      CaBundle caBundle,
      ServingTls tls) {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    this.caFile = caFile;
    this.caBundle = caBundle;
    this.tls = tls;
  }

  @Override
  public void refresh(Instant now) throws IOException {
    String certificate = read(certificateFile);
    String key = read(keyFile);
    if (!inForce.equals(certificate + key)) {
      tls.use(serving(certificate, key));
      inForce = certificate + key;
      log.atInfo().addKeyValue("until", tls.notAfter().orElseThrow()).log("certificate read");
    }
    if (caFile.isPresent()) {
      caBundle.publish(Pem.of(certificates(caFile.get(), read(caFile.get()))));
    }
  }

  private ServingCertificate serving(String certificate, String key) throws IOException {
    List<X509Certificate> chain = certificates(certificateFile, certificate);
    PrivateKey privateKey;
    try {
      privateKey = Pem.privateKey(key);
    } catch (Pem.Malformed e) {
      throw named(keyFile, e);
    }
    if (!Pem.belongTogether(chain.getFirst(), privateKey)) {
      throw new IOException(
          "the key in " + keyFile + " is not that of the certificate in " + certificateFile);
    }
    return new ServingCertificate(chain, privateKey);
  }

  private static List<X509Certificate> certificates(Path file, String text) throws IOException {
    try {
      return Pem.certificates(text);
    } catch (Pem.Malformed e) {
      throw named(file, e);
    }
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException("the file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new IOException("the file " + file + " cannot be read", e);
    }
  }

  private static IOException named(Path file, Pem.Malformed problem) {
    return new IOException("the file " + file + " " + problem.getMessage(), problem);
  }
}
