package io.pullcheck.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// TLS contexts that trust the system's CAs and those of PEM files.
final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /// @param keys what a server that asks for a client's certificate is shown
  /// @throws IOException with one line that names the file that cannot be read
  static SSLContext context(List<Path> files, KeyManager... keys) throws IOException {
    try {
      Set<X509Certificate> all = new HashSet<>(Arrays.asList(system()));
      for (Path file : files) {
        all.addAll(read(file));
      }
      return context(keys, new GoTrust(all));
    } catch (GeneralSecurityException e) {
      throw new IOException("the trusted CAs cannot be set up: " + e.getMessage(), e);
    }
  }

  /// @throws IOException with one line that names the file, if it cannot be read
  static List<X509Certificate> read(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IOException(
          file + (Files.isDirectory(file) ? " is a folder, no PEM file" : " cannot be read"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> found = new ArrayList<>();
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        found.add((X509Certificate) each);
      }
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(file + " holds no PEM certificates", e);
    }
  }

  private static X509Certificate[] system() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((@Nullable KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static SSLContext context(KeyManager[] keys, TrustManager... managers)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, managers, null);
    return context;
  }

  /// Trusts every certificate: only where the user has asked for it.
  static SSLContext anything(KeyManager... keys) throws IOException {
    try {
      return context(keys, new TrustsAnything());
    } catch (GeneralSecurityException e) {
      throw new IOException("this JDK has no TLS", e);
    }
  }

  private static final class TrustsAnything implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
