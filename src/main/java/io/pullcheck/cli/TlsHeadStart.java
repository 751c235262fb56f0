package io.pullcheck.cli;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// Begins the work that a JVM has with its first TLS handshake while the command line is still
/// read: it computes a table of the curve P-256, which takes a quarter of a second of CPU, and
/// every command soon asks a registry or an API server.
final class TlsHeadStart implements Runnable {

  /// Starts it on a thread of its own, which holds up neither the start nor the end.
  static void begin() {
    Thread.ofPlatform().daemon().name("tls-head-start").start(new TlsHeadStart());
  }

  /// Makes the first message of a handshake, for nobody.
  @Override
  public void run() {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      engine.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(packet(engine)));
    } catch (GeneralSecurityException | SSLException e) {
      // Whoever needs TLS will say so.
    }
  }

  private static int packet(SSLEngine engine) {
    return engine.getSession().getPacketBufferSize();
  }
}
