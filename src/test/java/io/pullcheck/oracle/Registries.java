package io.pullcheck.oracle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// All registries of all cases over real HTTP and TLS: a proxy that tunnels to nobody. Each name
/// that is connected to through it is itself, with a certificate for that name. So both who are
/// compared speak to `https://reg.c17.example`, and nothing leaves the machine.
final class Registries implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Certificates certificates;

  Registries(Certificates certificates) throws IOException {
    this.certificates = certificates;
    var _ = connections.submit(this::accept);
  }

  /// For `HTTPS_PROXY`.
  String proxy() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /// Lets the hosts below a case's domain answer so.
  ///
  /// @param domain empty: those of no other case
  void play(String domain, Script script) {
    scripts.put(domain, script);
  }

  private Void accept() throws IOException {
    while (true) {
      Socket socket = server.accept();
      socket.setTcpNoDelay(true);
      var _ =
          connections.submit(
              () -> {
                try (socket) {
                  serve(socket);
                }
                return null;
              });
    }
  }

  private void serve(Socket plain) throws IOException {
    InputStream in = new BufferedInputStream(plain.getInputStream());
    String start = line(in);
    if (!start.startsWith("CONNECT ")) {
      // A plain HTTP request through the proxy.
      String url = start.split(" ", -1)[1].replaceFirst("^http://", "");
      String host = url.replaceFirst("/.*", "");
      exchange(in, plain.getOutputStream(), host, start.replace("http://" + host, ""));
      return;
    }
    headers(in);
    String host = start.split(" ", -1)[1].replaceFirst(":443$", "");
    plain.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    try (SSLSocket socket =
        (SSLSocket)
            certificates
                .of(host.replaceFirst(":.*", ""))
                .getSocketFactory()
                .createSocket(plain, null, plain.getPort(), true)) {
      socket.setUseClientMode(false);
      socket.setNeedClientAuth(certificates.demands(host));
      InputStream tls = new BufferedInputStream(socket.getInputStream());
      String next = line(tls);
      while (!next.isEmpty() && exchange(tls, socket.getOutputStream(), host, next)) {
        next = line(tls);
      }
    }
  }

  /// @return whether another request may follow on the connection
  private boolean exchange(InputStream in, OutputStream out, String host, String start)
      throws IOException {
    Map<String, String> headers = headers(in);
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String[] words = start.split(" ", -1);
    @Nullable Script own = scripts.get(host.replaceFirst(":.*", "").replaceFirst("^[^.]*\\.", ""));
    @Nullable Script script = own == null ? scripts.get("") : own;
    Answer answer =
        script == null
            ? Answer.of(418)
            : script.answer(new Request(words[0], host, words[1], headers, body));
    if (answer.status() == 0) {
      return false;
    }
    respond(out, words[0].equals("HEAD"), answer);
    return answer.sized() || words[0].equals("HEAD");
  }

  private static void respond(OutputStream out, boolean toHead, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Scripted\r\n");
    answer.headers().forEach(line -> head.append(line).append("\r\n"));
    if (answer.sized() && !(toHead && answer.has("Content-Length"))) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    } else if (!answer.sized() && !toHead) {
      head.append("Connection: close\r\n");
    }
    head.append("\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!toHead && answer.status() != 204 && answer.status() != 304) {
      out.write(body);
    }
    out.flush();
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    connections.shutdownNow();
  }
}
