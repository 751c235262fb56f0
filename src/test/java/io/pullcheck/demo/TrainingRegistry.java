package io.pullcheck.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// A registry to train by, which has every tag. At one address it speaks HTTP, and tells a client
/// that begins with TLS so, as registries in Go do; at the other HTTPS, and wants a token.
final class TrainingRegistry implements AutoCloseable {

  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final byte[] MANIFEST =
      "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"layers\":[]}"
          .formatted(MANIFEST_TYPE)
          .getBytes(UTF_8);
  private static final int TLS_HANDSHAKE = 0x16;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerSocket plain;
  private final HttpsServer encrypted;

  private TrainingRegistry(SSLContext context) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    plain = new ServerSocket(0, 50, loopback);
    threads.execute(this::accept);
    encrypted = HttpsServer.create(new InetSocketAddress(loopback, 0), 50);
    encrypted.setHttpsConfigurator(new HttpsConfigurator(context));
    encrypted.createContext("/token", answer -> reply(answer, 200, "{\"token\":\"t\"}"));
    encrypted.createContext("/v2/", this::answer);
    // By itself it does one handshake after the other.
    encrypted.setExecutor(threads);
    encrypted.start();
  }

  static TrainingRegistry open(SSLContext context) throws IOException {
    return new TrainingRegistry(context);
  }

  String plainHost() {
    return "127.0.0.1:" + plain.getLocalPort();
  }

  String encryptedHost() {
    return "127.0.0.1:" + encrypted.getAddress().getPort();
  }

  private void accept() {
    while (!plain.isClosed()) {
      try {
        Socket client = plain.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        if (!plain.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void serve(Socket client) {
    try (client;
        InputStream in = client.getInputStream()) {
      for (int first = in.read(); first != -1; first = in.read()) {
        if (first == TLS_HANDSHAKE) {
          client.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(UTF_8));
          return;
        }
        skipHead(in);
        String head =
            "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(MANIFEST_TYPE, MANIFEST.length);
        client.getOutputStream().write(head.getBytes(UTF_8));
        if (first == 'G') {
          client.getOutputStream().write(MANIFEST);
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void skipHead(InputStream in) throws IOException {
    int ends = 0;
    while (ends < 2) {
      int next = in.read();
      if (next == '\n') {
        ends++;
      } else if (next == -1) {
        return;
      } else if (next != '\r') {
        ends = 0;
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Authorization")) {
      exchange.getResponseHeaders().set("Content-Type", MANIFEST_TYPE);
      reply(exchange, 200, new String(MANIFEST, UTF_8));
    } else {
      String realm = "https://" + encryptedHost() + "/token";
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"training\"");
      reply(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
    }
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() throws IOException {
    plain.close();
    encrypted.stop(0);
    threads.shutdownNow();
  }
}
