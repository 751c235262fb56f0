package io.pullcheck.kubernetes.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands between a client and a server on loopback, and can be cut: then connections break, and
/// new ones are closed at once, until it is joined again.
final class TestingForwarder implements AutoCloseable {

  private final int target;
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> deaf = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  TestingForwarder(int target) throws IOException {
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  void cut() throws IOException {
    cut = true;
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  void join() {
    cut = false;
  }

  /// From now on the connections that are open bring nothing, and do not end either.
  void deafen() {
    deaf.addAll(open);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        if (cut) {
          client.close();
        } else {
          connect(client);
        }
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    open.add(client);
    open.add(server);
    Thread.ofVirtual().start(() -> copy(client, server));
    Thread.ofVirtual().start(() -> copy(server, client));
  }

  private void copy(Socket from, Socket to) {
    byte[] chunk = new byte[8192];
    try {
      for (int read = 0; read >= 0; read = from.getInputStream().read(chunk)) {
        if (!deaf.contains(from)) {
          to.getOutputStream().write(chunk, 0, read);
        }
      }
      hangUp(from, to);
    } catch (IOException e) {
      // One of the two hung up.
    }
  }

  private void hangUp(Socket from, Socket to) throws IOException {
    if (!deaf.contains(from)) {
      from.close();
      to.close();
    }
  }
}
