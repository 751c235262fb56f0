package io.pullcheck.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Ports for programs that cannot choose one themselves.
public final class Ports {

  // A port that is bound without anybody listening is given by Linux to nobody who asks for any
  // port, and yet to a server that asks for this one (SO_REUSEADDR on both sides, which servers
  // set).
  private static final Queue<Socket> KEPT = new ConcurrentLinkedQueue<>();

  private Ports() {}

  /// One on loopback that nobody else is given as long as this JVM lives: neither before the
  /// program that it is for has started, nor while that is away.
  public static int free() {
    Socket kept = new Socket();
    try {
      kept.setReuseAddress(true);
      kept.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
    KEPT.add(kept);
    return kept.getLocalPort();
  }

  /// Waits until somebody listens there.
  public static void awaitListening(int port) {
    Waiting.eventually(
        () -> {
          try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }
}
