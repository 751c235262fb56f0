package io.pullcheck.hostile;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pullcheck.testing.TestingTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Says, with a certificate of a CA of its own, that every image of the standby is gone for good.
final class FalseLeader implements AutoCloseable {

  private final AtomicInteger answered = new AtomicInteger();
  private final HttpsServer server;

  FalseLeader(String line) throws IOException, GeneralSecurityException {
    byte[] body = line.getBytes(StandardCharsets.UTF_8);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(new TestingTls(List.of("127.0.0.1")).context()));
    server.createContext(
        "/",
        exchange -> {
          answered.incrementAndGet();
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// How many requests it got to see.
  int answered() {
    return answered.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
