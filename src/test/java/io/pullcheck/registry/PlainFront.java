package io.pullcheck.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Stands before a registry and answers a TLS handshake as servers of plain HTTP do, by an error in
/// plain text; the JDK's own HTTP server waits for more instead.
final class PlainFront implements AutoCloseable {

  private static final int TLS_HANDSHAKE = 0x16;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
  private final int registry;

  /// @param registry its port
  PlainFront(int registry) throws IOException {
    this.registry = registry;
    var _ = connections.submit(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private Void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      var _ = connections.submit(() -> serve(client));
    }
  }

  private Void serve(Socket client) throws IOException {
    try (client) {
      InputStream in = client.getInputStream();
      int first = in.read();
      if (first == TLS_HANDSHAKE) {
        String answer = "HTTP/1.0 400 Bad Request\r\n\r\nHTTP to an HTTPS server\n";
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } else if (first >= 0) {
        relay(first, client);
      }
    }
    return null;
  }

  private void relay(int first, Socket client) throws IOException {
    try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), registry)) {
      var _ =
          connections.submit(() -> behind.getInputStream().transferTo(client.getOutputStream()));
      behind.getOutputStream().write(first);
      client.getInputStream().transferTo(behind.getOutputStream());
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    connections.shutdownNow();
  }
}
