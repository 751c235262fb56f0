package io.pullcheck.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands between a client and a server on loopback, and can be cut: then connections break, and
/// new ones are refused, until it is joined again.
final class TestingForwarder implements AutoCloseable {

  private final int target;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private ServerSocket listening;

  TestingForwarder(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = listening.getLocalPort();
    accept(listening);
  }

  int port() {
    return port;
  }

  void cut() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  void join() throws IOException {
    ServerSocket again = new ServerSocket();
    again.setReuseAddress(true);
    again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    listening = again;
    accept(again);
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  private void accept(ServerSocket server) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  connect(server.accept());
                }
              } catch (IOException e) {
                // It was cut.
              }
            });
  }

  private void connect(Socket client) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), target);
    open.add(client);
    open.add(socket);
    copy(client, socket);
    copy(socket, client);
  }

  private static void copy(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (from;
                  to) {
                from.getInputStream().transferTo(to.getOutputStream());
              } catch (IOException e) {
                // One of the two hung up.
              }
            });
  }
}
