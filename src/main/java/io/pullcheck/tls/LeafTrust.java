package io.pullcheck.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts the other side of a connection by the certificate that it shows first. Names are not
/// compared: a replica is reached by its pod's address, which is not in its certificate.
final class LeafTrust extends X509ExtendedTrustManager {

  private final Predicate<X509Certificate> clients;
  private final Predicate<X509Certificate> servers;

  private LeafTrust(Predicate<X509Certificate> clients, Predicate<X509Certificate> servers) {
    this.clients = clients;
    this.servers = servers;
  }

  /// For a server that lets every client connect. The handshake proves that a client has the key of
  /// the certificate that it shows, if it shows one; one that shows a certificate which is of no
  /// use here, as an API server may, is not turned away for it.
  static LeafTrust ofAnyClient() {
    return new LeafTrust(_ -> true, _ -> false);
  }

  /// For a client that connects to these servers alone.
  static LeafTrust ofServers(Predicate<X509Certificate> servers) {
    return new LeafTrust(_ -> false, servers);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(clients, chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    check(clients, chain);
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    check(clients, chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(servers, chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    check(servers, chain);
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    check(servers, chain);
  }

  private static void check(Predicate<X509Certificate> trusted, X509Certificate[] chain)
      throws CertificateException {
    if (!trusted.test(chain[0])) {
      throw new CertificateException("another certificate is shown");
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
