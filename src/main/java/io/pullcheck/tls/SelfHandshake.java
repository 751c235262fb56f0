package io.pullcheck.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// A TLS handshake with our own server, which tells for readiness that it listens and shows the
/// certificate in force. Whether API servers trust that certificate depends on the caBundle, and is
/// not tested here.
public final class SelfHandshake {

  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final ServingTls tls;

  public SelfHandshake(ServingTls tls) {
    this.tls = tls;
  }

  /// Tries a handshake. Blocks for at most a few seconds.
  ///
  /// @param server the address on which our server listens
  /// @return whether the server showed the certificate in force
  public boolean succeeds(InetSocketAddress server) {
    return tls.current().map(serving -> shows(serving.leaf(), server)).orElse(false);
  }

  private static boolean shows(X509Certificate leaf, InetSocketAddress server) {
    try (Socket plain = new Socket()) {
      plain.connect(server, (int) LONGEST.toMillis());
      plain.setSoTimeout((int) LONGEST.toMillis());
      try (SSLSocket socket =
          (SSLSocket)
              client(leaf)
                  .getSocketFactory()
                  .createSocket(plain, server.getHostString(), server.getPort(), true)) {
        socket.startHandshake();
        return true;
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static SSLContext client(X509Certificate leaf) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {LeafTrust.ofServers(leaf::equals)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}
