package io.pullcheck.hostile;

import io.pullcheck.testing.CarelessTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/// A pod that begins reviews and never sends the rest of their bodies.
final class TricklingNeighbour implements AutoCloseable {

  private static final byte[] BEGINNING =
      "POST /validate HTTP/1.1\r\nHost: pullcheck\r\nContent-Length: 1000\r\n\r\n{"
          .getBytes(StandardCharsets.US_ASCII);
  // The API server has another one, as in a cluster.
  private static final InetAddress OWN_ADDRESS = InetAddress.ofLiteral("127.0.0.2");

  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /// Begins so many reviews at the port; returns when all have begun, or could not.
  TricklingNeighbour(int port, int reviews) throws GeneralSecurityException {
    SSLContext tls = CarelessTls.context();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < reviews; i++) {
        var _ = threads.submit(() -> begin(tls.getSocketFactory(), port));
      }
    }
  }

  int begun() {
    return open.size();
  }

  private Socket begin(SSLSocketFactory tls, int port) throws IOException {
    Socket plain = new Socket();
    plain.bind(new InetSocketAddress(OWN_ADDRESS, 0));
    plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    Socket socket = tls.createSocket(plain, "127.0.0.1", port, true);
    open.add(socket);
    OutputStream out = socket.getOutputStream();
    out.write(BEGINNING);
    out.flush();
    return socket;
  }

  @Override
  public void close() throws IOException {
    for (Socket each : open) {
      each.close();
    }
  }
}
