package io.pullcheck.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The certificates of all hosts: an ordinary one, unless a case has its own chain for a host.
final class Certificates {

  private static final char[] NO_PASSWORD = new char[0];

  private final TestingChain authority = TestingChain.authority("Oracle CA");
  private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();

  /// Who signs the hosts' certificates, and stands in `ca.pem`.
  TestingChain authority() {
    return authority;
  }

  /// @param chain the leaf first; it need not end at the authority
  void use(String host, TestingChain chain) {
    contexts.put(host, context(chain));
  }

  SSLContext of(String host) {
    return contexts.computeIfAbsent(host, name -> context(authority.leaf(name)));
  }

  void write(Path file) throws IOException {
    try {
      Files.writeString(
          file,
          "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
              .formatted(
                  Base64.getMimeEncoder(64, new byte[] {'\n'})
                      .encodeToString(authority.certificate().getEncoded())));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static SSLContext context(TestingChain chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      List<X509Certificate> sent = chain.sent();
      store.setKeyEntry(
          "server", chain.keys().getPrivate(), NO_PASSWORD, sent.toArray(X509Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
