package io.pullcheck.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Forwards connections, as a Service does: new ones go where it leads now, old ones stay.
final class TestingService implements AutoCloseable {

  private final ServerSocket listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
  private volatile int target;

  TestingService() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void leadTo(int port) {
    target = port;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> copy(client, server));
        Thread.ofVirtual().start(() -> copy(server, client));
      } catch (IOException e) {
        // Nobody listens there (yet), or the end: the next connection tells.
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // One side has closed; so has the other now.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
