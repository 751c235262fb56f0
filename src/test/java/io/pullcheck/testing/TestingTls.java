package io.pullcheck.testing;

import io.pullcheck.tls.CertificateAuthority;
import io.pullcheck.tls.ServingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A CA of a test's own, and a server certificate that it has signed.
public final class TestingTls {

  private static final char[] NO_PASSWORD = new char[0];

  private final CertificateAuthority authority = CertificateAuthority.create(Instant.now());
  private final ServingCertificate certificate;

  /// @param names DNS names and IP addresses of the server
  public TestingTls(List<String> names) {
    certificate = authority.issue(names, Instant.now());
  }

  /// For a server.
  public SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry(
        "server",
        certificate.key(),
        NO_PASSWORD,
        certificate.chain().toArray(new X509Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /// Writes `ca.pem`, `server.pem` and `server-key.pem`.
  public void write(Path folder) throws IOException, GeneralSecurityException {
    Files.writeString(folder.resolve("ca.pem"), pem("CERTIFICATE", ca()));
    Files.writeString(
        folder.resolve("server.pem"),
        pem("CERTIFICATE", certificate.chain().getFirst().getEncoded()));
    Files.writeString(
        folder.resolve("server-key.pem"), pem("PRIVATE KEY", certificate.key().getEncoded()));
  }

  private byte[] ca() throws GeneralSecurityException {
    return authority.certificate().getEncoded();
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
  }
}
