package io.pullcheck.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// The certificates of all hosts: an ordinary one, unless a case has its own chain for a host.
final class Certificates {

  private static final char[] NO_PASSWORD = new char[0];

  private final TestingChain authority = TestingChain.authority("Oracle CA");
  private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();
  private final Set<String> demanding = ConcurrentHashMap.newKeySet();

  /// Who signs the hosts' certificates, and stands in `ca.pem`.
  TestingChain authority() {
    return authority;
  }

  /// @param chain the leaf first; it need not end at the authority
  void use(String host, TestingChain chain) {
    contexts.put(host, context(chain));
  }

  /// The host wants a client's certificate that this authority has signed.
  void use(String host, TestingChain chain, TestingChain clients) {
    contexts.put(host, context(chain, trusting(clients)));
    demanding.add(host);
  }

  boolean demands(String host) {
    return demanding.contains(host);
  }

  SSLContext of(String host) {
    return contexts.computeIfAbsent(host, name -> context(authority.leaf(name)));
  }

  void write(Path file) throws IOException {
    Files.writeString(file, authority.pem());
  }

  private static TrustManager[] trusting(TestingChain clients) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setCertificateEntry("clients", clients.certificate());
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(TestingChain chain) {
    return context(chain, new TrustManager[0]);
  }

  private static SSLContext context(TestingChain chain, TrustManager[] clients) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      List<X509Certificate> sent = chain.sent();
      store.setKeyEntry(
          "server", chain.keys().getPrivate(), NO_PASSWORD, sent.toArray(X509Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), clients, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
