package io.pullcheck.cli;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.ProviderException;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// Begins the work that a JVM has with its first TLS handshake while the command line is still
/// read: every command soon asks a registry or an API server.
final class TlsHeadStart implements Runnable {

  /// Starts it on a thread of its own, which holds up neither the start nor the end.
  static void begin() {
    Thread.ofPlatform().daemon().name("tls-head-start").start(new TlsHeadStart());
  }

  @Override
  public void run() {
    try {
      int _ = hello();
      tableOfP256();
    } catch (GeneralSecurityException | SSLException | ProviderException e) {
      // Whoever needs TLS will say so.
    }
  }

  /// Makes the first message of a handshake, for nobody.
  ///
  /// @return its bytes
  static int hello() throws GeneralSecurityException, SSLException {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer message = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    return engine.wrap(ByteBuffer.allocate(0), message).bytesProduced();
  }

  /// Whoever checks a signature of this curve needs the table, which takes a tenth of a second of
  /// CPU, and many registries' certificates have one. Last, for those without TLS wait for the
  /// first message alone: it has no key of this curve in a scan, see `bin/pullcheck`.
  private static void tableOfP256() throws GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(new ECGenParameterSpec("secp256r1"));
    var _ = keys.generateKeyPair();
  }
}
